/** Makes something for each job once, when it is first asked for. A failure is not kept. */
export function perJob<T>(make: (jobId: string) => Promise<T>): (jobId: string) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (jobId) => {
    const known = made.get(jobId)
    if (known !== undefined) return known
    const making = make(jobId)
    made.set(jobId, making)
    making.catch(() => made.delete(jobId))
    return making
  }
}
