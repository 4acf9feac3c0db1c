import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toText } from './coerce/to-text.ts'
import { compileExpression } from './compile.ts'
import type { EvaluationContext } from './evaluation.ts'
import { ignoreAttributeFlow, ignoreObjectFlow, isList, isValue } from './value.ts'

type Attributes = Readonly<Record<string, string | null>>

const context: EvaluationContext = {
  now: new Date('2025-07-30T09:00:00Z'),
  defaultDomain: 'fabrikam.example',
  isVerifiedDomain: (domain) => domain === 'fabrikam.example',
  random: Math.random,
  newGuid: () => 'a1b2c3d4-e5f6-7890-1234-567890abcdef',
}

function evaluate(expression: string, attributes: Attributes = {}) {
  const program = compileExpression<Attributes>(expression, { readerOf: (name) => (record) => record[name] })
  const result = program.evaluate(attributes, context)
  return isValue(result) && !isList(result) ? toText(result) : result
}

const userPart = 'Replace([userName], , "(?<Suffix>@(.)*)", "Suffix", "", , )'
const padTo = (zeros: string, attribute: string) =>
  `Replace(Join("","${zeros}",[${attribute}]), ,"(.*?)(?<id>.{0,${zeros.length}})$", ,"\${id}", ,)`
const samAccountName =
  'Replace(Mid(Replace([userName], , "([\\\\/\\\\\\\\\\\\[\\\\]\\\\:\\\\;\\\\|\\\\=\\\\,\\\\+\\\\*\\\\?\\\\<\\\\>])", , "", , ), 1, 20), , "(\\\\.)*$", , "", , )'
const country = `Switch(Replace([p], , "\\+(?<isdCode>49|44|43|1|352|91)(?<phoneNumber>.*)", , "\${isdCode}", , ), , "1","USA","49","GER","91","IND")`
const initials = 'Join("", [ln], ",", [fn], " ", Mid([mn],1,1), "-", [id])'
const leaver = 'IIF(DateDiff("d", Now(), CDate(Switch([last],[last],"","9999-12-31"))) <= 0, "OU=Leavers", "OU=Users")'
const twoFlags =
  'Switch(Join("+",Switch([a],[a],"","other"),Switch([b],[b],"","other")), "none", "true+false","A","other+true","B")'
const concatenatedOu = 'Join("", Switch([a],"","Eng","OU=Eng,"), Switch([b],"","MW","OU=MW,"), "DC=c")'
const hireFlow = 'IIF(DateDiff("d", Now(), CDate([hired])) >= 0, [Department], IgnoreAttributeFlow)'
const hireObject = 'IIF(DateDiff("d", Now(), CDate([hired])) <= 14, "False", IgnoreObjectFlow)'
const softDeleted =
  'IIF([IsSoftDeleted]="True", Join("_", FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt","yyyy-MM-dd"), [mail]), [mail])'
const corporateMail = 'IgnoreFlowIfNullOrEmpty(IIF(InStr([m],"@contoso.com")=0,"",[m]))'
const alias = 'ToLower(NormalizeDiacritics(StripSpaces(Join(".", [name.givenName], [name.familyName]))))'
const twoGroups = `Join(" ",Replace([suffix], ,"(?<CountryISOCode>.*)_(?<suffix1>.*)_(?<suffix2>.*)[0-9]", ,"\${suffix1} \${suffix2}", , ),[name.familyName])`
const national = `Replace(Replace([p], , "\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>.*)", , "\${phoneNumber}", , ), ,"[()\\\\s-]+", ,"", , )`
const extension = `Replace([p], , "\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>.* )[x](?<extension>.*)", , "\${extension}", , )`
const dialCode = `Switch(Replace([p], , "\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>.*)", , "\${isdCode}", , ), "USA", "1","USA","44","GBR","49","DEU")`
const idOfGuid = `Join("", "D", Replace(Replace(Guid(), "-", , , "", , ), , "(.*?)(?<id>[0-9]{4})(.*)", , "\${id}", , ))`
const expiry =
  'NumFromDate(Join("", FormatDateTime([urn:contoso:employee:EndDate], ,"yyyy-MM-dd","yyyy-MM-dd"), " 23:59:59+00:00"))'
const enable = 'IIF(DateDiff("d", Now(), CDate([urn:contoso:employee:HireDate])) > 5, "False", "True")'
const office =
  'Switch([addresses[type eq "work"].locality], "OU=Default,DC=f,DC=example", "Oslo","OU=Oslo,DC=f,DC=example")'
const leadingZeros = `Replace([externalId], , "(?<leadingZeros>^0+)(?<actualValue>[a-zA-Z0-9]+)", , "\${actualValue}", ,)`
const lastWord = `Replace([x], , "(?<firstName>[a-zA-Z]+ )(?<lastName>[a-zA-Z]+)", ,"\${lastName}", ,)`
const mailParts = 'Join("@", NormalizeDiacritics(StripSpaces(Join(".", [f], [l]))), "contoso.com")'

const countryOu = 'Join("", Switch([d],"","Sales","OU=Sales,"), Switch([c],"","UK","OU=UK,"), "DC=c")'
const dayBefore = 'IgnoreFlowIfNullOrEmpty(IIF(DateDiff("d", Now(), CDate([hired])) <> 1, "", [mail]))'
const rehire = 'IIF(DateDiff("d", Now(), CDate([hired])) >= 0, "False", "True")'
const rescinded = 'IIF(DateDiff("d", Now(), CDate([hired])) < 7, "withdrawn", "kept")'
const writeBack = 'IIF(DateDiff("d", Now(), CDate([hired])) > 0, "early", "started")'
const shortName = 'NormalizeDiacritics(Join("", Mid([f],1,1), [l]))'

const recipes: readonly [purpose: string, expression: string, expected: unknown, attributes?: Attributes][] = [
  [
    'UPN with the default domain',
    `Join("", ${userPart}, "@", DefaultDomain())`,
    'bjensen@fabrikam.example',
    { userName: 'bjensen@example.com' },
  ],
  ['account disabled', 'Not([active])', 'False', { active: 'True' }],
  ['OU by city', office, 'OU=Oslo,DC=f,DC=example', { 'addresses[type eq "work"].locality': 'Oslo' }],
  ['expiry at the end of the day', expiry, '134273375990000000', { 'urn:contoso:employee:EndDate': '2026-06-30' }],
  ['enable five days before the hire date', enable, 'False', { 'urn:contoso:employee:HireDate': '2025-08-09' }],
  ['enable five days before the hire date', enable, 'True', { 'urn:contoso:employee:HireDate': '2025-08-02' }],
  ['mail nickname', 'Item(Split([userName],"@"),1)', 'ana', { userName: 'ana@x.example' }],
  ['lower-case alias', alias, 'jose.garcia-lopez', { 'name.givenName': 'José', 'name.familyName': 'García-López' }],
  ['fill up to 8', padTo('00000000', 'externalId'), '00012345', { externalId: '12345' }],
  ['fill up to 10', padTo('0000000000', 'externalId'), '0000000567', { externalId: '567' }],
  ['prefix and fill up', `Append("05",${padTo('000000', 'externalId')})`, '05000789', { externalId: '789' }],
  ['strip leading zeros', leadingZeros, '12345', { externalId: '00012345' }],
  ['last word', lastWord, 'Smith', { x: 'John Smith' }],
  ['two groups reordered', twoGroups, 'Van der Hof', { suffix: 'NLD_Van_der3', 'name.familyName': 'Hof' }],
  ['national number', national, '7376268331', { p: '+1 737-626-8331' }],
  ['extension', extension, '8125', { p: '+1 (206) 291-8163 x8125' }],
  ['country by dial code with a blank', dialCode, 'USA', { p: '+44 20 7946 0958' }],
  [
    'proxy addresses',
    'Split(Join(",", Append("smtp:", [a]), Append("SMTP:", [b])), ",")',
    ['smtp:x', 'SMTP:y'],
    { a: 'x', b: 'y' },
  ],
  ['title case by hand', 'Join("",Mid([x],1,1),ToLower(Mid([x],2,64), ))', 'Johnson', { x: 'JOHNSON' }],
  ['only corporate mail', corporateMail, 'john.doe@contoso.com', { m: 'john.doe@contoso.com' }],
  ['only corporate mail', corporateMail, ignoreAttributeFlow, { m: 'john.doe@external.com' }],
  ['concatenated OU', concatenatedOu, 'OU=Eng,DC=c', { a: 'Eng', b: 'other' }],
  [
    'display name with an initial',
    initials,
    'Johnson,Sarah E-12345',
    { ln: 'Johnson', fn: 'Sarah', mn: 'Elizabeth', id: '12345' },
  ],
  ['leaver', leaver, 'OU=Leavers', { last: '2025-07-25' }],
  ['leaver', leaver, 'OU=Users', { last: '' }],
  ['two flags at once', twoFlags, 'A', { a: 'true', b: 'false' }],
  ['two flags at once', twoFlags, 'B', { a: '', b: 'true' }],
  ['sAMAccountName', samAccountName, 'anna.maria.von.hohen', { userName: 'anna.maria.von.hohenstein' }],
  ['sAMAccountName', samAccountName, 'ab', { userName: 'a+b.' }],
  ['sAMAccountName', samAccountName, 'MGonzalez-Lopez', { userName: 'MGonzalez-Lopez' }],
  ['sAMAccountName', samAccountName, 'abcdefghijkl', { userName: 'a/b\\c[d]e:f;g|h=i,j*k?l<>' }],
  ['country by dial code', country, 'GER', { p: '+493012345678' }],
  ['country by dial code', country, 'IND', { p: '+919876543210' }],
  ['country by dial code', country, 'USA', { p: '+15551234567' }],
  ['department of those to come', hireFlow, 'Sales', { hired: '2025-09-15', Department: 'Sales' }],
  ['department of those to come', hireFlow, ignoreAttributeFlow, { hired: '2025-07-01', Department: 'Sales' }],
  ['create two weeks before', hireObject, 'False', { hired: '2025-08-10' }],
  ['create two weeks before', hireObject, ignoreObjectFlow, { hired: '2025-09-15' }],
  [
    'mark the soft-deleted',
    softDeleted,
    '2025-07-30_john.smith@company.com',
    { IsSoftDeleted: 'True', mail: 'john.smith@company.com' },
  ],
  [
    'mark the soft-deleted',
    softDeleted,
    'john.smith@company.com',
    { IsSoftDeleted: 'False', mail: 'john.smith@company.com' },
  ],
  ['mail without accents', mailParts, 'Maria.JoseGonzalez@contoso.com', { f: 'María', l: 'José González' }],
  ['id out of a GUID', idOfGuid, 'D6789', {}],
  ['PCase and the apostrophe', `Replace(PCase("st john's hospital"),"'S", , ,"'s", , )`, "St John's Hospital"],
  ['OU by country', countryOu, 'OU=Sales,OU=UK,DC=c', { d: 'Sales', c: 'UK' }],
  ['mail on the day before', dayBefore, 'a@b.example', { hired: '2025-07-31T12:00:00Z', mail: 'a@b.example' }],
  ['mail on the day before', dayBefore, ignoreAttributeFlow, { hired: '2025-08-01T12:00:00Z', mail: 'a@b.example' }],
  ['enabled before the hire date', rehire, 'False', { hired: '2025-08-10' }],
  ['enabled before the hire date', rehire, 'True', { hired: '2025-07-10' }],
  ['rescinded within a week', rescinded, 'withdrawn', { hired: '2025-08-02' }],
  ['rescinded within a week', rescinded, 'kept', { hired: '2025-08-20' }],
  ['written back before the first day', writeBack, 'early', { hired: '2025-08-02' }],
  ['written back before the first day', writeBack, 'started', { hired: '2025-07-02' }],
  ['first initial and last name', shortName, 'MGonzalez-Lopez', { f: 'María', l: 'González-López' }],
  ['user part of an address', userPart, 'john.smith', { userName: 'john.smith@external.com' }],
]

describe('recipes of the guides', () => {
  for (const [purpose, expression, expected, attributes] of recipes) {
    test(`${purpose}: ${JSON.stringify(attributes ?? {})} gives ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(evaluate(expression, attributes), expected)
    })
  }

  test('UPN with random digits', () => {
    const expression = `Join("", ${userPart}, RandomString(3, 3, 0, 0, 0, ), "@", DefaultDomain())`
    assert.match(String(evaluate(expression, { userName: 'bjensen@example.com' })), /^bjensen\d{3}@fabrikam\.example$/)
  })

  test('initial password of 16 characters, kept out of the log', () => {
    const program = compileExpression('Redact(RandomString(16,2,2,2,2,))', { readerOf: () => undefined })
    const password = String(program.evaluate({}, context))
    assert.equal(password.length, 16)
    for (const kind of [/\d.*\d/, /[A-Z].*[A-Z]/, /[a-z].*[a-z]/, /[^\dA-Za-z].*[^\dA-Za-z]/])
      assert.match(password, kind)
    assert.equal(program.redacts, true)
    assert.equal(program.deterministic, false)
  })

  test('three digits and three lower-case letters', () => {
    const password = [...String(evaluate('RandomString(6,3,0,0,3)'))].toSorted().join('')
    assert.match(password, /^\d{3}[a-z]{3}$/)
  })

  test('characters to avoid never appear', () => {
    for (let round = 0; round < 50; round += 1) {
      assert.doesNotMatch(String(evaluate('RandomString(10,2,2,2,1,"?,")')), /[?,]/)
    }
  })
})
