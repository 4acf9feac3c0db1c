import { runVectors, type Vector } from './run-vectors.conformance.ts'

/** The functions for dates of app provisioning. */

const fails = { code: 'evaluationFailed' } as const
const base = 'CDate("2012-03-16-07:00")'
const t = 'CDate("8/25/2021 5:41:18 PM")'
const contractEnd =
  'NumFromDate(Join("", FormatDateTime([ContractEndDate], ,"yyyy-MM-ddzzz","yyyy-MM-dd"), " 23:59:59-08:00"))'

const vectors: Readonly<Record<string, readonly Vector[]>> = {
  CDate: [
    ['D1', 'CDate("2020-03-16-07:00")', '3/16/2020 7:00:00 AM'],
    ['D2', 'CDate("2021-06-30+08:00")', '6/29/2021 4:00:00 PM'],
    ['D3', 'CDate("2009-06-15T01:45:30-07:00")', '6/15/2009 8:45:30 AM'],
    ['X1', 'CDate("2026-01-01")', '1/1/2026 12:00:00 AM'],
    ['X2', 'CDate("2026-01-01T13:05:00Z")', '1/1/2026 1:05:00 PM'],
    ['X3', 'CDate(CStr(CDate("2026-01-01T13:05:00Z")))', '1/1/2026 1:05:00 PM'],
    ['X4', 'CDate(IIF("a"="b", "", DateAdd("d","10",Now())))', '8/9/2026 3:33:38 PM'],
    ['X5', 'CDate("9999-01-01")', '1/1/9999 12:00:00 AM'],
    ['X6', 'CDate("9999-12-31")', '12/31/9999 12:00:00 AM'],
    ['X7', 'CDate("2026-01-01 13:05:00.5+01:00")', '1/1/2026 12:05:00 PM'],
    ['X8', 'CDate("1/31/2026")', '1/31/2026 12:00:00 AM'],
    ['X9', 'CDate("1/31/2026 4:05:06 PM")', '1/31/2026 4:05:06 PM'],
    ['X10', 'CDate("20260131")', fails],
    ['X11', 'CDate("soon")', fails],
    ['X12', 'CDate([x])', null],
  ],
  DateAdd: [
    ['D1', `DateAdd("d", 7, ${base})`, '3/23/2012 7:00:00 AM'],
    ['D2', `DateAdd("d", -10, ${base})`, '3/6/2012 7:00:00 AM'],
    ['D3', `DateAdd("ww", 2, ${base})`, '3/30/2012 7:00:00 AM'],
    ['D4', `DateAdd("m", 10, ${base})`, '1/16/2013 7:00:00 AM'],
    ['D5', `DateAdd("yyyy", 2, ${base})`, '3/16/2014 7:00:00 AM'],
    ['X1', 'DateAdd("m",1,CDate("2026-01-31"))', '2/28/2026 12:00:00 AM'],
    ['X2', 'DateAdd("h",-8,CDate("2026-01-01"))', '12/31/2025 4:00:00 PM'],
    ['X3', 'DateAdd("d","1.9",CDate("2026-01-01"))', '1/2/2026 12:00:00 AM'],
    ['X4', 'DateAdd("q",1,CDate("2026-01-01"))', fails],
  ],
  DateDiff: [
    ['D1', 'DateDiff("d", CDate("2021-08-18+08:00"), CDate("2021-08-31+08:00"))', '13'],
    ['D2', `DateDiff("d", ${t}, ${base})`, '-3449'],
    ['D3', `DateDiff("ww", ${t}, ${base})`, '-493'],
    ['D4', `DateDiff("m", ${t}, ${base})`, '-113'],
    ['D5', `DateDiff("yyyy", ${t}, ${base})`, '-9'],
    ['D6', `DateDiff("d", ${t}, ${t})`, '0'],
    ['D7', 'DateDiff("h", CDate("2021-08-24"), CDate("2021-08-25"))', '24'],
    ['D8', 'DateDiff("n", CDate("2021-08-24"), CDate("2021-08-25"))', '1440'],
    ['D9', 'DateDiff("s", CDate("2021-08-24"), CDate("2021-08-25"))', '86400'],
    ['X1', `DateDiff("h", ${t}, ${base})`, '-82786'],
    ['X2', 'DateDiff("m", CDate("2026-01-31"), CDate("2026-02-01"))', '1'],
    ['X3', 'DateDiff("yyyy", CDate("2025-12-31"), CDate("2026-01-01"))', '1'],
    ['X4', 'DateDiff("h", CDate("2026-01-01T09:30:00"), CDate("2026-01-01T10:00:00"))', '0'],
    ['X5', 'DateDiff("d", CDate("2026-07-30T15:00:00"), CDate("2026-07-31"))', '0'],
  ],
  DateFromNum: [
    ['D1', 'DateFromNum(129699324000000000)', '1/1/2012 11:00:00 PM'],
    ['X1', 'DateFromNum("116444736000000000")', '1/1/1970 12:00:00 AM'],
    ['X2', 'DateFromNum("132539615990000000")', '1/1/2021 7:59:59 AM'],
    ['X3', 'DateFromNum(0)', null],
    ['X4', 'DateFromNum(9223372036854775807)', null],
  ],
  FormatDateTime: [
    ['D1', 'FormatDateTime([x], ,"yyyyMMddHHmmss.fZ","yyyy-MM-dd")', '2015-01-23', { x: '20150123105347.1Z' }],
    ['X1', 'FormatDateTime([x], ,"yyyy-MM-ddzzz","yyyy-MM-dd")', '2020-12-31', { x: '2020-12-31-08:00' }],
    ['X2', 'FormatDateTime([x], ,"yyyy-MM-ddzzz","yyyy-MM-dd")', '2020-12-30', { x: '2020-12-31+08:00' }],
    ['X3', 'FormatDateTime([x], ,"M/d/yyyy hh:mm:ss tt","yyyy-MM-dd")', '2026-12-31', { x: '12/31/2026 10:15:00 PM' }],
    ['X4', 'FormatDateTime("2026-07-01", ,"yyyy-MM-dd","dd.MM.yyyy")', '01.07.2026'],
    ['X5', 'FormatDateTime("2026-07-01","yyyy-MM-dd","dd.MM.yyyy")', '01.07.2026'],
    ['X6', 'FormatDateTime("1.7.2026", ,"yyyy-MM-dd","dd.MM.yyyy")', fails],
    ['X7', 'FormatDateTime(DateAdd("d",1,Now()), ,"yyyy-MM-dd","yyyy-MM-dd")', '2026-07-31'],
    ['X8', 'FormatDateTime(Now(), ,"M/d/yyyy hh:mm:ss tt","dddd d MMMM yy h:mm tt")', 'Thursday 30 July 26 3:33 PM'],
    ['X9', `FormatDateTime(Now(), , ,"'at' HH:mm:ss.fff \\\\c %K")`, 'at 15:33:38.000 c Z'],
    ['X10', `FormatDateTime(Now(), , ,"'at' HH:mm:ss.fff zzz")`, 'at 15:33:38.000 +00:00'],
  ],
  Now: [
    ['D1', 'Now()', '7/30/2026 3:33:38 PM'],
    ['X1', 'FormatDateTime(Now(), ,"M/d/yyyy h:mm:ss tt","yyyy-MM-dd")', '2026-07-30'],
    ['X2', 'DateDiff("d", Now(), Now())', '0'],
  ],
  NumFromDate: [
    ['X1', 'NumFromDate("2020-12-31T23:59:59-08:00")', '132539615990000000'],
    ['X2', 'NumFromDate("2025-12-31 23:59:59-08:00")', '134117279990000000'],
    ['X3', 'NumFromDate("2030-01-15T23:59:59-05:00")', '135392435990000000'],
    ['X4', 'NumFromDate("1970-01-01T00:00:00Z")', '116444736000000000'],
    ['X5', 'NumFromDate("2025-08-15T23:59:59-08:00")', '133998047990000000'],
    ['X6', 'NumFromDate("2050-01-15T23:59:59-05:00")', '141703955990000000'],
    ['X7', 'NumFromDate("2099-12-31T23:59:59-04:00")', '157469327990000000'],
    ['X8', 'NumFromDate("12/31/9999")', '2650466880000000000'],
    ['D1', contractEnd, '132539615990000000', { ContractEndDate: '2020-12-31-08:00' }],
  ],
}

runVectors(vectors, { now: '2026-07-30T15:33:38Z' })
