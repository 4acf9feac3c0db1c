"""A connector in Python: signs in as the first argument says, uploads, reads the log, lists users and service principals."""

import json
import os
import sys
import time

import requests

ORIGIN = os.environ["ORIGIN"]
TENANT_ID = os.environ["TENANT_ID"]
CLIENT_ID = os.environ["CLIENT_ID"]
CLIENT_SECRET = os.environ["CLIENT_SECRET"]
SCOPE = "https://graph.microsoft.com/.default"
# Microsoft Graph Command Line Tools, which every tenant knows: people sign in with it.
PUBLIC_CLIENT_ID = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
OF_PEOPLE = ["SynchronizationData-User.Upload", "ProvisioningLog.Read.All", "User.Read.All", "Application.Read.All"]


def tell(**word):
    print(json.dumps(word), flush=True)


def azure_identity(kind):
    from azure.identity import (
        CertificateCredential,
        ClientSecretCredential,
        DeviceCodeCredential,
        InteractiveBrowserCredential,
    )

    options = {"authority": ORIGIN, "instance_discovery": False, "disable_instance_discovery": True}
    of_people = {"tenant_id": TENANT_ID, "client_id": PUBLIC_CLIENT_ID, **options}
    if kind == "secret":
        credential = ClientSecretCredential(TENANT_ID, CLIENT_ID, CLIENT_SECRET, **options)
    elif kind == "certificate":
        credential = CertificateCredential(TENANT_ID, CLIENT_ID, os.environ["CERTIFICATE_FILE"], **options)
    elif kind == "device code":
        prompt = lambda url, code, _: tell(url=url, userCode=code)  # noqa: E731
        credential = DeviceCodeCredential(prompt_callback=prompt, **of_people)
    else:
        credential = InteractiveBrowserCredential(**of_people)
    return credential.get_token(*([SCOPE] if kind in ("secret", "certificate") else OF_PEOPLE)).token


def msal(kind):
    import msal

    if kind in ("device code", "browser"):
        app = msal.PublicClientApplication(
            PUBLIC_CLIENT_ID, authority=f"{ORIGIN}/{TENANT_ID}", validate_authority=False
        )
        if kind == "browser":
            return token_of(app.acquire_token_interactive(OF_PEOPLE))
        flow = app.initiate_device_flow(OF_PEOPLE)
        tell(url=flow["verification_uri"], userCode=flow["user_code"])
        return token_of(app.acquire_token_by_device_flow(flow))
    credential = CLIENT_SECRET
    if kind == "certificate":
        with open(os.environ["CERTIFICATE_FILE"], encoding="ascii") as file:
            credential = {"private_key": file.read(), "thumbprint": os.environ["CERTIFICATE_THUMBPRINT"]}
    authority = f"{ORIGIN}/{TENANT_ID}"
    app = msal.ConfidentialClientApplication(CLIENT_ID, credential, authority=authority, validate_authority=False)
    return token_of(app.acquire_token_for_client([SCOPE]))


def token_of(answer):
    if "access_token" not in answer:
        raise SystemExit(json.dumps(answer))
    return answer["access_token"]


def tour(token):
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    graph = f"{ORIGIN}/v1.0"
    job = f"{graph}/servicePrincipals/{os.environ['SERVICE_PRINCIPAL_ID']}/synchronization/jobs/{os.environ['JOB_ID']}"
    scim = {"Content-Type": "application/scim+json"}
    uploaded = session.post(f"{job}/bulkUpload", data=os.environ["BODY"], headers=scim, timeout=30)
    deadline = time.monotonic() + 30
    entries = []
    while len(entries) < 2 and time.monotonic() < deadline:
        entries = session.get(uploaded.headers["Location"], timeout=30).json()["value"]
        time.sleep(0.1)
    name = "API-driven provisioning to Microsoft Entra ID"
    principals = session.get(
        f"{graph}/servicePrincipals", params={"$filter": f"displayName eq '{name}'", "$select": "id"}, timeout=30
    )
    starting = {"$filter": "startsWith(displayName,'Person')", "$select": "employeeId", "$top": "1"}
    page = session.get(f"{graph}/users", params=starting, timeout=30).json()
    people = [user["employeeId"] for user in page["value"]]
    pages = 1
    while "@odata.nextLink" in page:
        page = session.get(page["@odata.nextLink"], timeout=30).json()
        people += [user["employeeId"] for user in page["value"]]
        pages += 1
    return {
        "uploadStatus": uploaded.status_code,
        "logged": sorted({entry["sourceIdentity"]["id"] for entry in entries}),
        "servicePrincipals": [item["id"] for item in principals.json()["value"]],
        "people": sorted(people),
        "pages": pages,
    }


library, kind = sys.argv[1:3]
tell(result=tour(azure_identity(kind) if library == "azure-identity" else msal(kind)))
