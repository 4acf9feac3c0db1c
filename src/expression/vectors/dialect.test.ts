import { ignoreAttributeFlow, ignoreObjectFlow } from '../value.ts'
import { runVectors, type Vector } from './run-vectors.conformance.ts'

/** The cloud sync dialect, orders to the engine, and the choices that a job may make. */

const fails = { code: 'evaluationFailed' } as const
const flow = 'IIF(DateDiff("d", Now(), CDate([StatusHireDate])) >= 0, [Department], IgnoreAttributeFlow)'
const filter = 'IIF(DateDiff("d", Now(), CDate([StatusHireDate])) <= 14, "False", IgnoreObjectFlow)'
const renamed =
  'IIF([IsSoftDeleted]="True", Join("_", FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt","yyyy-MM-dd"), [mail]), [mail])'
const mail = 'john.smith@company.com'

const cloudSync: Readonly<Record<string, readonly Vector[]>> = {
  Trim: [
    ['X1', 'Trim("  a ")', 'a'],
    ['X2', 'Trim("a")', 'a'],
  ],
  ConvertFromBase64: [
    ['D1', 'ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")', 'Hello world!'],
    ['D2', 'ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)', 'Hello world!'],
    ['X1', 'ConvertFromBase64("SGVsbG8gd29ybGQh", ASCII)', 'Hello world!'],
    ['X2', 'ConvertFromBase64(ConvertToBase64("João"), Unicode)', 'João'],
  ],
  DNComponent: [
    ['X1', 'DNComponent("cn=Joe,ou=Sales,dc=c",2)', 'Sales'],
    ['X2', 'DNComponent("cn=Joe,ou=Sales,dc=c",1)', 'Joe'],
    ['X3', 'DNComponentRev("cn=Joe,ou=Sales,dc=c",1)', 'c'],
  ],
  StringFromSid: [
    ['X1', 'StringFromSid("AQIAAAAAAAUgAAAAIAIAAA==")', 'S-1-5-32-544'],
    ['X2', 'StringFromSid("AQEAAAAAAAEAAAAA")', 'S-1-1-0'],
  ],
  Error: [
    ['X1', 'IIF(IsPresent([a]),[a],Error("a missing"))', 'here', { a: 'here' }],
    ['X2', 'IIF(IsPresent([a]),[a],Error("a missing"))', fails],
  ],
  'concatenation with &': [['X1', '[a] & "-" & [b]', 'x-y', { a: 'x', b: 'y' }]],
  'older functions': [
    ['X1', 'IsGuid("00aa00aa-bb11-cc22-dd33-44ee44ee44ee")', 'True'],
    ['X2', 'IsBitSet(514, 2)', 'True'],
    ['X3', 'CNum("12")', '12'],
    ['X4', 'CRef("cn=a")', 'cn=a'],
    ['X5', 'Contains([tags],"b")', '2', { tags: ['a', 'b'] }],
    ['X6', 'Len("abc")', '3'],
    ['X7', 'LCase("AbC")', 'abc'],
    ['X8', 'UCase("AbC")', 'ABC'],
    ['X9', 'LTrim("  a ")', 'a '],
    ['X10', 'RTrim("  a ")', '  a'],
    ['X11', 'PadLeft("7",3,"0")', '007'],
    ['X12', 'PadRight("7",3,"0")', '700'],
    ['X13', 'Right("abc",2)', 'bc'],
  ],
}

const orders: Readonly<Record<string, readonly Vector[]>> = {
  IgnoreAttributeFlow: [
    ['D1', flow, 'Sales', { StatusHireDate: '2025-09-15', Department: 'Sales' }],
    ['D2', flow, ignoreAttributeFlow, { StatusHireDate: '2025-07-01', Department: 'Sales' }],
  ],
  IgnoreObjectFlow: [
    ['D1', filter, 'False', { StatusHireDate: '2025-08-10' }],
    ['D2', filter, ignoreObjectFlow, { StatusHireDate: '2025-09-15' }],
  ],
  IsSoftDeleted: [
    ['D1', renamed, `2025-07-30_${mail}`, { IsSoftDeleted: 'True', mail }],
    ['D2', renamed, mail, { IsSoftDeleted: 'False', mail }],
    ['X1', renamed, `2025-07-30_${mail}`, { IsSoftDeleted: true, mail }],
  ],
}

const strict: Readonly<Record<string, readonly Vector[]>> = {
  'strictEntra and strictDates': [
    ['D1', 'IIF([country]="","Other",[country])', null],
    ['D2', 'IIF(IsNullOrEmpty([country]),"Other",[country])', null],
    ['D3', 'IIF(IsPresent([country]),[country],"Other")', null],
    ['D4', 'Switch([country],[country],"","Other")', 'Other'],
    ['X1', 'IIF([a]="1","yes","no")', 'no', { a: '2' }],
    ['X2', 'CDate([x])', fails],
    ['X3', 'FormatDateTime([x], ,"yyyy-MM-dd","yyyy")', fails],
    ['X4', 'DateAdd("d",1,[x])', fails],
    ['X5', 'DateDiff("d",Now(),[x])', fails],
    ['X6', 'NumFromDate([x])', fails],
    ['X7', 'DateFromNum([x])', fails],
    ['X8', 'CDate(Switch([x],[x],"","9999-12-31"))', '12/31/9999 12:00:00 AM'],
  ],
}

runVectors(cloudSync, { now: '2025-07-30T09:00:00Z' })
runVectors(orders, { now: '2025-07-30T09:00:00Z' })
runVectors(strict, { now: '2025-07-30T09:00:00Z', dialect: { strictEntra: true, strictDates: true } })
