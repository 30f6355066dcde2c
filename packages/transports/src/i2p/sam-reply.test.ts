import { expect, it } from 'vitest'
import { readSamReply } from './sam-reply.ts'

it.each([
  ['HELLO REPLY RESULT=OK VERSION=3.1', 'HELLO REPLY', { RESULT: 'OK', VERSION: '3.1' }],
  ['STREAM STATUS RESULT=CANT_REACH_PEER MESSAGE="no lease set"', 'STREAM STATUS', { MESSAGE: 'no lease set' }],
  [
    String.raw`SESSION STATUS RESULT=I2P_ERROR MESSAGE="a \"b\" \\c"`,
    'SESSION STATUS',
    { MESSAGE: String.raw`a "b" \c` },
  ],
  ['NAMING REPLY RESULT=OK NAME=ME VALUE=AAAA~-==', 'NAMING REPLY', { VALUE: 'AAAA~-==' }],
  ['  HELLO   REPLY  RESULT=OK\r', 'HELLO REPLY', { RESULT: 'OK' }],
  ['DEST REPLY PUB= PRIV', 'DEST REPLY', { PUB: '' }],
])('reads %s', (line, topic, values) => {
  const reply = readSamReply(line)
  expect(reply.topic).toBe(topic)
  expect(Object.fromEntries(reply.values)).toMatchObject(values)
})

it.each(['', ' ', '=', '"', 'A="', '\0\xff', 'X Y Z="a', 'HTTP/1.1 400 Bad Request'])(
  'takes %j for an answer that says nothing',
  (line) => {
    expect(readSamReply(line).values.get('RESULT')).toBeUndefined()
  },
)
