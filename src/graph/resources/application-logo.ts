import type { ObjectsWriter } from '../../contracts/store-objects.ts'
import { membersOf } from '../../directory/applications/application-object.ts'
import { pictureTypeOf } from '../../directory/applications/picture-type.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import { type ApplicationParts, tenantOf } from '../applications/parts.ts'
import { changeApplication } from '../applications/write-application.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { requireByPathKey } from '../objects-of-type.ts'
import { writeAs } from '../write-as.ts'

/** Microsoft identity platform, "Configure the terms of service, and branding": 100 KB. */
export const logoBytesMax = 100 * 1024

const mediaTypes = /^(?:image\/(?:png|jpe?g|gif)|application\/octet-stream)\s*(?:;|$)/i

/** The picture of an application, a media stream of its own (graph-resources section 2, `logo`). */
export function applicationLogoRoutes(parts: ApplicationParts): Handlers {
  return {
    'GET /applications/{id}/logo': (call) => get(call, parts),
    'PUT /applications/{id}/logo': (call) => put(call, parts),
    'DELETE /applications/{id}/logo': (call) => remove(call, parts),
  }
}

async function get(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const { objects } = tenantOf(call, parts)
  const application = await requireByPathKey(objects, 'application', call)
  const logo = await objects.find(logoIdOf(application))
  if (logo === undefined) throw resourceNotFound('logo')
  const { mediaType, content } = logo.properties
  return {
    status: 200,
    headers: { 'Content-Type': String(mediaType), 'X-Content-Type-Options': 'nosniff' },
    body: Buffer.from(String(content), 'base64'),
  }
}

async function put(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  const bytes = await readPicture(call)
  const mediaType = pictureTypeOf(bytes)
  if (mediaType === undefined) {
    const message = 'The logo has to be a picture in PNG, JPEG or GIF.'
    throw new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target: 'logo' }] })
  }
  const properties = { mediaType, content: Buffer.from(bytes).toString('base64') }
  await changeLogo(call, parts, async (objects, application) => {
    const id = logoIdOf(application)
    if ((await objects.find(id)) !== undefined) await objects.replace({ id, properties, keys: [] })
    else {
      await objects.insert({ id, type: 'applicationLogo', properties, keys: [] })
      await objects.link('parent', id, application.id)
    }
    return `${call.origin}/v1.0/applications/${application.id}/logo`
  })
  return noContent()
}

async function remove(call: Call, parts: ApplicationParts): Promise<HttpResponse> {
  await changeLogo(call, parts, async (objects, application) => {
    if ((await objects.purge(logoIdOf(application))).kind === 'gone') throw resourceNotFound('logo')
    return null
  })
  return noContent()
}

/** Does `write` and keeps the address that it answers as the application's `info/logoUrl`. */
async function changeLogo(
  call: Call,
  parts: ApplicationParts,
  write: (objects: ObjectsWriter, application: DirectoryObject) => Promise<string | null>,
): Promise<void> {
  await writeAs(call, parts, async (writing) => {
    const { objects } = writing
    const application = await requireByPathKey(objects, 'application', call)
    const before = application.properties
    const after = { ...before, info: { ...membersOf(before.info), logoUrl: await write(objects, application) } }
    await changeApplication(writing, application, after)
  })
}

async function readPicture({ request }: Call): Promise<Uint8Array> {
  const bytes = await request.body(logoBytesMax)
  const sent = request.header('content-type')
  if (sent === undefined || mediaTypes.test(sent)) return bytes
  throw new EntrainError(
    'unsupportedMediaType',
    `Send the logo as image/png, image/jpeg or image/gif, not as '${sent}'.`,
  )
}

/** Not a GUID, so that no route takes it for an object of the directory. */
function logoIdOf({ id }: DirectoryObject): string {
  return `logo.${id}`
}
