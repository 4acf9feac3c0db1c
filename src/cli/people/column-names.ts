import { entraSchema } from './scim-path.ts'

/** How a value becomes what the attribute wants: text, a truth value, or the opposite of a truth value. */
export type Conversion = 'text' | 'truth' | 'opposite'

export interface KnownColumn {
  readonly path: string
  readonly convert: Conversion
  /** Normalised (see `normaliseName`): English, German, French, Spanish, Dutch. */
  readonly names: readonly string[]
}

const known = (path: string, names: string, convert: Conversion = 'text'): KnownColumn => ({
  path,
  convert,
  names: names.split(/\s+/).filter((name) => name !== ''),
})

const personNumbers = `employeeid employeenumber employeeno employeenr empid empno empnr personid personnumber personnelid
     personnelno personnelnumber personnelnr staffid staffno staffnumber workerid workernumber hrid associateid
     payrollid payrollno payrollnumber
     personalnummer personalnr persnr pernr mitarbeiternummer mitarbeiternr mitarbeiterid manr
     matricule numeromatricule numeroemploye idemploye numerosalarie idsalarie
     numeroempleado numerodeempleado idempleado codigoempleado legajo
     personeelsnummer personeelsnr medewerkernummer medewerkernr medewerkerid werknemernummer werknemersnummer`

/**
 * What the columns of personnel files are called. An earlier row wins when a name stands in two. Private addresses
 * and numbers are left out on purpose: they are sent only when a mapping file says so.
 */
export const knownColumns: readonly KnownColumn[] = [
  known('externalId', `externalid ${personNumbers}`),
  known(
    'userName',
    `username userid userprincipalname upn login loginname logonname accountname samaccountname networkid
     benutzername benutzerkennung anmeldename kennung
     nomutilisateur nomdutilisateur identifiant compte
     nombreusuario nombredeusuario usuario cuenta
     gebruikersnaam inlognaam`,
  ),
  known(
    'name.givenName',
    `givenname firstname forename firstnames legalfirstname preferredfirstname
     vorname vornamen rufname
     prenom prenoms
     nombre nombres nombredepila
     voornaam roepnaam`,
  ),
  known(
    'name.familyName',
    `familyname lastname surname legallastname sn
     nachname familienname zuname
     nom nomdefamille nomfamille
     apellido apellidos primerapellido
     achternaam familienaam`,
  ),
  known('name.middleName', 'middlename middleinitial zweitervorname deuxiemeprenom segundonombre tweedenaam'),
  known('name.honorificPrefix', 'salutation honorific nameprefix prefix anrede titel civilite tratamiento aanhef'),
  known('name.honorificSuffix', 'suffix namesuffix namenszusatz achtervoegsel'),
  known(
    'displayName',
    `displayname preferredname fullname completename employeename workername knownas commonname cn
     anzeigename vollstandigername vollername
     nomcomplet nomaffiche nomprenom prenomnom
     nombrecompleto nombreyapellidos apellidosynombre nombreparamostrar
     weergavenaam volledigenaam`,
  ),
  known('nickName', 'nickname alias spitzname surnom apodo bijnaam'),
  known(
    'emails[type eq "work"].value',
    `email emailaddress mail mailaddress workemail workmail businessemail officeemail companyemail corporateemail
     primaryemail primaryworkemail emailwork
     emailadresse mailadresse dienstlicheemail geschaftlicheemail emaildienstlich emailgeschaftlich
     courriel adresseemail adressemail emailprofessionnel mailprofessionnel adresseelectronique
     correo correoelectronico correocorporativo emailcorporativo
     emailadres werkemail zakelijkeemail`,
  ),
  known(
    'title',
    `title jobtitle job jobname position positiontitle positionname businesstitle role function
     stelle stellenbezeichnung funktion berufsbezeichnung jobbezeichnung tatigkeit
     poste titreposte titredeposte intituleposte intituledeposte fonction titre
     puesto cargo puestodetrabajo
     functie functietitel functienaam beroep`,
  ),
  known(
    'department',
    `department departmentname dept deptname orgunit organizationalunit organisationunit organizationunit team
     abteilung abteilungsname organisationseinheit oe
     departement service nomservice
     departamento area
     afdeling afdelingsnaam`,
  ),
  known('division', 'division divisionname businessunit bu sparte bereich geschaftsbereich direction divisie'),
  known(
    'costCenter',
    `costcenter costcentre costcentercode costcentrecode costcenterid
     kostenstelle kst
     centredecout centrecout centredecouts
     centrodecosto centrodecostos centrodecoste centrocosto ceco
     kostenplaats`,
  ),
  known(
    'organization',
    `company companyname organization organisation organizationname employer legalentity
     firma unternehmen gesellschaft buchungskreis
     societe entreprise employeur
     empresa sociedad compania
     bedrijf organisatie onderneming`,
  ),
  known(
    'manager',
    `managerid managerno managernumber manageremployeeid manageremployeenumber managerexternalid managerpersonnelnumber
     managerworkerid supervisorid supervisornumber supervisoremployeeid reportsto reportstoid linemanagerid superiorid bossid
     vorgesetzter vorgesetzte vorgesetztenid vorgesetzterid vorgesetztennummer vorgesetzterpersonalnummer fuhrungskraft
     fuhrungskraftid personalnummervorgesetzter
     matriculemanager matriculeresponsable idmanager idresponsable superieurhierarchique
     idjefe idsupervisor numeroempleadojefe numeroempleadomanager
     leidinggevende leidinggevendeid managernummer personeelsnummermanager`,
  ),
  known('employeeNumber', `${personNumbers} badgenumber`),
  known(
    'phoneNumbers[type eq "work"].value',
    `phone phonenumber telephone telephonenumber tel workphone officephone businessphone worktelephone phonework
     deskphone landline officenumber
     telefon telefonnummer telefondienstlich diensttelefon festnetz
     telephonefixe numerodetelephone telephonebureau telephoneprofessionnel
     telefono telefonooficina telefonotrabajo
     telefoon telefoonnummer vastnummer telefoonwerk`,
  ),
  known(
    'phoneNumbers[type eq "mobile"].value',
    `mobile mobilephone mobilenumber mobilephonenumber mobileno cell cellphone cellnumber workmobile
     mobil mobiltelefon mobilnummer handy handynummer diensthandy
     portable telephoneportable telephonemobile
     movil celular telefonomovil
     mobiel mobielnummer gsm`,
  ),
  known('phoneNumbers[type eq "fax"].value', 'fax faxnumber faxno facsimile faxnummer telefax telecopie numerofax'),
  known(
    'addresses[type eq "work"].streetAddress',
    `street streetaddress address addressline1 address1 officeaddress workaddress worklocationaddress
     strasse strassehausnummer anschrift adresse
     rue adresserue
     calle direccion domicilio
     straat straatnaam adres`,
  ),
  known(
    'addresses[type eq "work"].locality',
    `city town locality workcity officecity worklocationcity
     ort stadt standort arbeitsort
     ville localite commune
     ciudad localidad poblacion
     stad plaats woonplaats werkplaats`,
  ),
  known(
    'addresses[type eq "work"].region',
    'state province region stateprovince county bundesland kanton departementregion provincia estado comunidad provincie gewest',
  ),
  known(
    'addresses[type eq "work"].postalCode',
    'postalcode zip zipcode postcode zippostalcode plz postleitzahl codepostal cp codigopostal',
  ),
  known(
    'addresses[type eq "work"].country',
    'country countrycode workcountry countryofwork worklocationcountry countryregion land landerkennung pays paysdetravail pais landcode',
  ),
  known(
    'userType',
    `usertype employeetype workertype employmenttype contracttype personnelsubarea employeegroup
     mitarbeitertyp mitarbeitergruppe beschaftigungsart vertragsart typecontrat typedecontrat tipocontrato tipodecontrato
     tipodeempleado medewerkertype contractsoort`,
  ),
  known('preferredLanguage', 'preferredlanguage language sprache langue idioma taal voorkeurstaal'),
  known('locale', 'locale'),
  known('timezone', 'timezone zeitzone fuseauhoraire zonahoraria tijdzone'),
  known(
    'active',
    `active isactive status employmentstatus employeestatus workerstatus personstatus accountenabled enabled currentemployee
     aktiv beschaftigungsstatus mitarbeiterstatus
     actif statut
     activo estadoempleado situacion
     actief dienstverbandstatus`,
    'truth',
  ),
  known(
    'active',
    'terminated isterminated inactive disabled left leaver ausgeschieden ausgetreten gekundigt inaktiv parti sorti inactif baja inactivo uitdienst inactief',
    'opposite',
  ),
  known(
    `${entraSchema}:employeeHireDate`,
    `hiredate startdate dateofhire employmentstartdate joindate joiningdate dateofjoining
     eintrittsdatum eintritt einstellungsdatum datedembauche dateembauche datedentree
     fechadeingreso fechaingreso fechadealta fechacontratacion indiensttreding datumindienst datumindiensttreding`,
  ),
  known(
    `${entraSchema}:employeeLeaveDateTime`,
    `terminationdate enddate leavedate leavingdate lastday lastworkingday employmentenddate exitdate contractenddate
     austrittsdatum austritt kundigungsdatum datedesortie datedepart datededepart
     fechadebaja fechabaja fechadecese datumuitdienst uitdiensttreding`,
  ),
  known(
    `${entraSchema}:officeLocation`,
    'office officelocation worklocation location building buro gebaude bureau oficina kantoor',
  ),
]

/** Words of a column's name that say nothing about which attribute it is. */
export const fillerWords: ReadonlySet<string> = new Set(
  `employee employees emp worker staff associate person hr work business office corporate company primary current legal
   main name code text description desc bezeichnung mitarbeiter arbeits dienst dienstliche dienstlich geschaftlich
   employe professionnel professionnelle empleado trabajo medewerker werk zakelijk the of de du la le der des van het`.split(
    /\s+/,
  ),
)

/** Columns about somebody else or about private life: never guessed. */
export const neverGuessed =
  /(manager|supervisor|vorgesetzt|fuhrungskraft|responsable|jefe|leidinggevende|superior|boss).*(name|nom|nombre|naam|mail|phone|title|titel|user)|emergency|notfall|private|privat|prive|personal(e?mail|phone|mobile)|home|birth|geburt|naissance|nacimiento|geboorte|salary|gehalt|salaire|salario|salaris|gender|geschlecht|genre|sexo|geslacht|iban|bank|ssn|socialsecurity/

const foldedLetters: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ñ: 'n' }

/** Lower case, without accents; separate words, also where only a capital separates them (`employeeId`). */
export function toWords(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[ßøæœłđñ]/g, (letter) => foldedLetters[letter] ?? letter)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

export function normaliseName(name: string): string {
  return toWords(name).join('')
}
