import { ignoreAttributeFlow } from '../value.ts'
import { runVectors, type Vector } from './run-vectors.conformance.ts'

/** The functions of app provisioning, in the order of Microsoft's reference; dates have a file of their own. */

const fails = { code: 'evaluationFailed' } as const
const phone = '\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})'
const state =
  'Switch([state],"Australia/Sydney","NSW","Australia/Sydney","QLD","Australia/Brisbane","SA","Australia/Adelaide")'
const managers =
  'Switch(IsPresent([directManager]),[directManager],IsPresent([skiplevelManager]),[skiplevelManager],IsPresent([director]),[director])'
const hired =
  'Switch([Active], , "1", IIF(DateDiff("d", Now(), CDate([StatusHireDate])) > 5, "False", "True"), "0", "False")'
const rules =
  'SelectUniqueValue(Join("@",Join(".",[f],[l]),"contoso.com"), Join("@",Join(".",Mid([f],1,1),[l]),"contoso.com"), Join("@",Join(".",Mid([f],1,2),[l]),"contoso.com"))'
const title = 'IgnoreFlowIfNullOrEmpty(Switch([prefix], "", "3443","Dr.","3444","Prof.","3445","Prof. Dr."))'

const vectors: Readonly<Record<string, readonly Vector[]>> = {
  Append: [
    ['D1', 'Append("John.Doe@contoso.com", ".test")', 'John.Doe@contoso.com.test'],
    ['D2', 'Append(Mid([givenName],1,3), Mid([surname],1,5))', 'JohDoe', { givenName: 'John', surname: 'Doe' }],
    ['X1', 'Append("a","")', 'a'],
  ],
  'app role assignments': [
    ['X1', 'SingleAppRoleAssignment([appRoleAssignments])', null],
    ['X2', 'SingleAppRoleAssignment([appRoleAssignments])', 'Admin', { appRoleAssignments: ['Admin'] }],
    ['X3', 'AppRoleAssignmentsComplex([appRoleAssignments])', null],
    ['X4', 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])', null],
    ['X5', 'AppRoleAssignments([appRoleAssignments])', null],
  ],
  BitAnd: [
    ['D1', 'BitAnd(&HF, &HF7)', '7'],
    ['X1', 'BitAnd(514, 2)', '2'],
    ['X2', 'BitAnd(512, 2)', '0'],
    ['X3', 'BitAnd(9223372036854775807, &H7FFFFFFFFFFFFFFF)', '9223372036854775807'],
  ],
  CBool: [
    ['D1', 'CBool([attribute1] = [attribute2])', 'True', { attribute1: 'v', attribute2: 'v' }],
    ['X1', 'CBool(0)', 'False'],
    ['X2', 'CBool("5")', 'True'],
    ['X3', 'CBool("True")', 'True'],
    ['X4', 'CBool([x])', 'False'],
  ],
  Coalesce: [
    ['D1', 'Coalesce([mail],[userPrincipalName])', 'a@b.example', { userPrincipalName: 'a@b.example' }],
    ['X1', 'Coalesce([a],[b],"none")', 'none'],
    ['X2', 'Coalesce([a],[b])', null],
    ['D2', 'Coalesce([preferredName],[firstName])', 'Robert', { preferredName: '', firstName: 'Robert' }],
    ['X3', 'Coalesce("","b")', ''],
  ],
  ConvertToBase64: [
    ['D1', 'ConvertToBase64("Hello world!")', 'SABlAGwAbABvACAAdwBvAHIAbABkACEA'],
    ['X1', 'ConvertToBase64("João")', 'SgBvAOMAbwA='],
    ['X2', 'ConvertToBase64("contoso")', 'YwBvAG4AdABvAHMAbwA='],
  ],
  ConvertToUTF8Hex: [
    ['D1', 'ConvertToUTF8Hex("Hello world!")', '48656C6C6F20776F726C6421'],
    ['X1', 'ConvertToUTF8Hex("João")', '4A6FC3A36F'],
  ],
  Count: [
    ['X1', 'Count([tags])', '2', { tags: ['a', 'b'] }],
    ['X2', 'Count([tags])', '0'],
    ['X3', 'Count([tags])', '1', { tags: 'a' }],
  ],
  CStr: [
    ['D1', 'CStr([dn])', 'cn=Joe,dc=contoso,dc=com', { dn: 'cn=Joe,dc=contoso,dc=com' }],
    ['X1', 'CStr(12)', '12'],
    ['X2', 'CStr([active])', 'True', { active: true }],
  ],
  DefaultDomain: [
    ['X1', 'DefaultDomain()', 'fabrikam.example'],
    ['X2', 'Join("@","ana",DefaultDomain())', 'ana@fabrikam.example'],
  ],
  Guid: [['D1', 'Guid()', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/]],
  IgnoreFlowIfNullOrEmpty: [
    ['D1', 'IgnoreFlowIfNullOrEmpty([department])', ignoreAttributeFlow],
    ['D2', title, ignoreAttributeFlow, { prefix: '9' }],
    ['X1', title, 'Prof.', { prefix: '3444' }],
    ['X2', 'IgnoreFlowIfNullOrEmpty([department])', 'Sales', { department: 'Sales' }],
  ],
  IIF: [
    ['D1', 'IIF([country]="USA",[country],[department])', 'USA', { country: 'USA', department: 'Sales' }],
    ['X1', 'IIF([country]="USA",[country],[department])', 'Sales', { country: 'UK', department: 'Sales' }],
    ['D2', 'IIF([country]="USA",IIF([state]="CA","True","False"),"False")', 'True', { country: 'USA', state: 'CA' }],
    ['D3', 'IIF([country]="USA",IIF([state]="CA","True","False"),"False")', 'False', { country: 'USA', state: 'WA' }],
    ['D4', 'IIF([country]="USA","True",IIF([state]="CA","True","False"))', 'True', { country: 'UK', state: 'CA' }],
    ['D5', 'IIF([country]="USA","True",IIF([state]="CA","True","False"))', 'False', { country: 'UK', state: 'WA' }],
    ['D6', hired, 'False', { Active: '1', StatusHireDate: '2026-08-09' }],
    ['D7', hired, 'True', { Active: '1', StatusHireDate: '2026-08-02' }],
    ['D8', hired, 'False', { Active: '0', StatusHireDate: '2026-08-02' }],
    ['D9', 'IIF(IsNullOrEmpty([telephoneNumber]),"000-000-0000",[telephoneNumber])', '000-000-0000'],
    ['D10', 'CDate(IIF(IsNullOrEmpty([hired]),"9999-01-01",[hired]))', '1/1/9999 12:00:00 AM'],
    ['D11', 'IIF(IsPresent([start]),[start],DateAdd("d","10",Now()))', '8/9/2026 3:33:38 PM'],
    ['D12', 'Switch([country],[country],"","Other")', 'Other'],
    ['D13', 'IIF([country]="","Other",[country])', 'Other'],
    ['D14', 'IIF(IsNullOrEmpty([country]),"Other",[country])', 'Other'],
    ['D15', 'IIF(IsPresent([country]),[country],"Other")', 'Other'],
    ['X2', 'IIF([StatusRehire]=1,"again","new")', 'again', { StatusRehire: '1' }],
    ['X3', 'IIF([a]<>"","some","none")', 'none'],
    ['X4', 'IIF([a]<"b","less","other")', 'other'],
    ['X5', 'IIF("10">"9","number","text")', 'number'],
    ['X6', 'IIF("USA"="usa","same","other")', 'other'],
  ],
  InStr: [
    ['D1', 'InStr("The quick brown fox","quick")', '5'],
    ['D2', 'InStr("repEated","e",3,vbBinaryCompare)', '7'],
    ['X1', 'InStr("repEated","e",3,vbTextCompare)', '4'],
    ['X2', 'InStr("abc","z")', '0'],
  ],
  'IsNull, IsNullOrEmpty, IsPresent, IsString': [
    ['X1', 'IsNull([x])', 'True'],
    ['X2', 'IsNullOrEmpty([x])', 'True'],
    ['X3', 'IsPresent([x])', 'False'],
    ['X4', 'IsNull("")', 'False'],
    ['X5', 'IsNullOrEmpty("")', 'True'],
    ['X6', 'IsPresent("")', 'False'],
    ['X7', 'IsNull([x])', 'False', { x: 'x' }],
    ['X8', 'IsNullOrEmpty([x])', 'False', { x: 'x' }],
    ['X9', 'IsPresent([x])', 'True', { x: 'x' }],
    ['X10', 'IsString("a")', 'True'],
    ['X11', 'IsString([x])', 'False'],
    ['D1', managers, 'skip', { directManager: 'direct', skiplevelManager: 'skip', director: 'top' }],
    ['D2', managers, 'direct', { directManager: 'direct' }],
  ],
  Item: [
    ['D1', 'Item([proxyAddresses],1)', 'SMTP:a', { proxyAddresses: ['SMTP:a', 'smtp:b'] }],
    ['X1', 'Item(Split("ana@fabrikam.example","@"),1)', 'ana'],
    ['X2', 'Item(Split("ana@fabrikam.example","@"),2)', 'fabrikam.example'],
    ['X3', 'Item([proxyAddresses],9)', null, { proxyAddresses: ['SMTP:a'] }],
  ],
  Join: [
    ['D1', 'Join(", ", "", "Doe", "John")', 'Doe, John'],
    ['D2', 'Join(", ","",[surname],[givenName])', 'Doe, John', { surname: 'Doe', givenName: 'John' }],
    ['X1', 'Join(".", "John", "Smith")', 'John.Smith'],
    ['X2', 'Join("-", [tags])', 'a-b-c', { tags: ['a', 'b', 'c'] }],
    ['X3', 'Join("", 1000, "7")', '10007'],
    ['D3', 'Join("1@", [x], "contoso.com")', 'x1@contoso.com', { x: 'x' }],
    [
      'D4',
      'Join("",1000,Replace(ConvertToUTF8Hex([objectId]), , "[a-zA-Z_]*", , "", , ))',
      '100030306161303061612626231312636332322646433332343465653434656534346565',
      { objectId: '00aa00aa-bb11-cc22-dd33-44ee44ee44ee' },
    ],
  ],
  Left: [
    ['D1', 'Left("John Doe",3)', 'Joh'],
    ['X1', 'Left("abc",0)', ''],
    ['X2', 'Left("abc",-1)', 'abc'],
    ['X3', 'Left("abc",9)', 'abc'],
    ['X4', 'Left([x],2)', ''],
  ],
  Mid: [
    ['X1', 'Mid("Johnson",1,3)', 'Joh'],
    ['X2', 'Mid("Doe",1,5)', 'Doe'],
    ['X3', 'Mid("abcdef",4,2)', 'de'],
    ['X4', 'Mid("abc",9,2)', ''],
    ['X5', 'Mid("abc",0,2)', fails],
  ],
  NormalizeDiacritics: [
    ['D1', 'NormalizeDiacritics("Zoë")', 'Zoe'],
    ['X1', 'NormalizeDiacritics("Jürgen Groß")', 'Jurgen Gross'],
    ['X2', 'NormalizeDiacritics("Søren")', 'Soeren'],
    ['X3', 'NormalizeDiacritics("Łukasz")', 'Lukasz'],
    ['X4', 'NormalizeDiacritics("ÆTHEL")', 'AETHEL'],
    ['X5', 'NormalizeDiacritics("œuvre đ þ ð ħ Ж Ω")', 'oeuvre đ þ ð ħ Ж Ω'],
  ],
  Not: [
    ['X1', 'Not("True")', 'False'],
    ['X2', 'Not("False")', 'True'],
    ['X3', 'Not([x])', 'True'],
  ],
  PCase: [
    ['D1', 'PCase("PABLO GONSALVES (SECOND)")', 'Pablo Gonsalves (Second)'],
    ['D2', `PCase("PINTO-DE'SILVA"," '-")`, "Pinto-De'Silva"],
    ['D3', 'PCase(Join(" ","GREGORY","JAMES"))', 'Gregory James'],
    ['X1', `PCase("o'neil mc-donald"," ")`, "O'neil Mc-donald"],
    ['X2', `PCase("st john's")`, "St John'S"],
  ],
  RandomString: [
    ['D1', 'RandomString(6,3,0,0,3)', /^(?=(?:\D*\d){3}\D*$)(?=(?:[^a-z]*[a-z]){3}[^a-z]*$).{6}$/],
    ['D2', 'RandomString(10,2,2,2,1,"?,")', /^(?=(?:.*\d){2})(?=(?:.*[A-Z]){2})(?=.*[a-z])[^?,]{10}$/],
    ['X1', 'RandomString(3,3,0,0,0,)', /^[0-9]{3}$/],
    ['X2', 'RandomString(5,0,0,0,0,)', /^[0-9a-z]{5}$/],
    ['X3', 'RandomString(257,0,0,0,0,)', fails],
    ['X4', 'RandomString(3,2,2,0,0,)', fails],
  ],
  Redact: [
    ['D1', 'Redact([userPrincipalName])', 'a@b.example', { userPrincipalName: 'a@b.example' }],
    ['D2', 'Redact(RandomString(6,3,0,0,3))', /^[0-9a-z]{6}$/],
  ],
  RemoveDuplicates: [
    ['X1', 'RemoveDuplicates([tags])', ['a', 'b'], { tags: ['a', 'b', 'a'] }],
    ['X2', 'RemoveDuplicates([tags])', null],
  ],
  Replace: [
    [
      'D1',
      'Replace([t],"Product Developer", , , "Software Engineer", , )',
      'Software Engineer',
      { t: 'Product Developer' },
    ],
    ['D2', 'Replace([mail],"@contoso.com", , ,"", ,)', 'john.doe', { mail: 'john.doe@contoso.com' }],
    [
      'D3',
      'Replace([UserID],"<username>", , , , , "<username>@contoso.com")',
      'jsmith@contoso.com',
      { UserID: 'jsmith' },
    ],
    ['D4', `Replace([tel], , "${phone}", , "\${phoneNumber}", , )`, '9998887777', { tel: '+91 9998887777' }],
    ['D5', 'Replace([mobile], , "[()\\\\s-]+", , "", , )', '+19998887777', { mobile: '+1 (999) 888-7777' }],
    ['D6', 'Replace([nick], , "[a-zA-Z_]*", , "", , )', '72', { nick: 'john_doe72' }],
    [
      'D7',
      'Replace([line], , "(?<streetNumber>^\\\\d*)","streetNumber","888", , )',
      '888 Tremont Street',
      { line: '545 Tremont Street' },
    ],
    ['D8', 'Replace([upn], , "(?<Suffix>@(.)*)", "Suffix", "", , )', 'jsmith', { upn: 'jsmith@contoso.com' }],
    ['X1', 'Replace([upn], , "(?<Suffix>@(.)*)", "Suffix", "", , )', 'jsmith', { upn: 'jsmith' }],
    [
      'D9',
      `Replace([tel], , "${phone}", "phoneNumber", , [mobile], )`,
      '8887779999',
      { tel: '', mobile: '+91 8887779999' },
    ],
    [
      'X2',
      `Replace([tel], , "${phone}", "phoneNumber", , [mobile], )`,
      '123',
      { tel: '123', mobile: '+91 8887779999' },
    ],
    ['X3', `Replace([tel], , "${phone}", "phoneNumber", , [mobile], )`, null, { mobile: 'none' }],
    ['X4', 'Replace([x], , , , , , )', { code: 'invalidParameterCombination' }],
    [
      'D10',
      `Replace([id], , "(?<leadingZeros>^0+)(?<actualValue>[a-zA-Z0-9]+)", , "\${actualValue}", , )`,
      '12345',
      { id: '00012345' },
    ],
  ],
  SelectUniqueValue: [
    ['D1', rules, ['John.Smith@contoso.com', 'J.Smith@contoso.com', 'Jo.Smith@contoso.com'], { f: 'John', l: 'Smith' }],
    ['X1', 'SelectUniqueValue([a], "b")', ['b']],
    ['X2', 'ToLower(SelectUniqueValue("a", "b"))', { code: 'misplacedSelectUniqueValue' }],
    ['X3', 'SelectUniqueValue("a")', { code: 'tooFewParameters' }],
  ],
  Split: [
    ['D1', 'Split("PermissionSetOne, PermissionSetTwo", ",")', ['PermissionSetOne', 'PermissionSetTwo']],
    ['X1', 'Split("a", ",")', ['a']],
    ['X2', 'Split("a,,b", ",")', ['a', 'b']],
  ],
  StripSpaces: [
    ['X1', 'StripSpaces("Anna Maria")', 'AnnaMaria'],
    ['X2', 'StripSpaces([x])', 'a\tb', { x: ' a\tb ' }],
  ],
  Switch: [
    ['D1', state, 'Australia/Brisbane', { state: 'QLD' }],
    ['X1', state, 'Australia/Sydney', { state: 'VIC' }],
    ['D2', 'Switch(ToLower([statusFlag]),"0","true","1","false","0")', '1', { statusFlag: 'TRUE' }],
    ['D3', 'Switch([statusFlag],"Default Value","true","1","","0")', '0', { statusFlag: '' }],
    ['X2', 'Switch([statusFlag],"Default Value","true","1","","0")', 'Default Value', { statusFlag: 'other' }],
    ['X3', 'Switch([x], , "a","1")', null, { x: 'b' }],
    ['X4', 'Switch([x], , "a","1","b")', { code: 'unpairedParameters' }],
  ],
  'ToLower, ToUpper': [
    [
      'D1',
      'ToLower(Join("@", NormalizeDiacritics(StripSpaces(Join(".", "John","Smith"))), "contoso.com"))',
      'john.smith@contoso.com',
    ],
    ['X1', 'ToUpper("straße")', 'STRAßE'],
    ['X2', 'ToLower("I","tr-TR")', 'ı'],
    ['X3', 'ToUpper("nsw")', 'NSW'],
  ],
  Word: [
    ['D1', 'Word("The quick brown fox",3," ")', 'brown'],
    ['D2', 'Word("This,string!has&many separators",3,",!&#")', 'has'],
    ['X1', 'Word("a b",5," ")', ''],
    ['X2', 'Word("a b",0," ")', ''],
    ['X3', 'Word([x],1," ")', ''],
  ],
}

runVectors(vectors, { now: '2026-07-30T15:33:38Z' })
