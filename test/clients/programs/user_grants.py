"""Gets a token for a user by name and password, then from the cache, with msal for Python. Prints JSON."""

import json
import os

import msal
import requests

ORIGIN = os.environ["ORIGIN"]


class AtThePort(requests.Session):
    """msal leaves the port out when it asks for the realm of a user: it takes for granted that it is 443."""

    def get(self, url, **options):
        return super().get(url.replace("https://localhost/", f"{ORIGIN}/"), **options)


app = msal.PublicClientApplication(
    os.environ["CLIENT_ID"],
    authority=f"{ORIGIN}/{os.environ['TENANT_ID']}",
    validate_authority=False,
    http_client=AtThePort(),
)
scopes = ["https://graph.microsoft.com/User.Read"]
answer = app.acquire_token_by_username_password(os.environ["USER_NAME"], os.environ["PASSWORD"], scopes=scopes)
if "access_token" in answer:
    account = app.get_accounts()[0]
    kept = app.acquire_token_silent(scopes, account=account)
    same = kept is not None and kept["access_token"] == answer["access_token"]
    print(json.dumps({"token": answer["access_token"], "account": account["username"], "isKept": same}))
else:
    print(json.dumps({"failed": answer.get("error_description")}))
