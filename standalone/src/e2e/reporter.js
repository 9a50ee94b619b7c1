// Prints one line for each test, for the process that runs the suite to parse.

export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    const error = data.details?.error;
    yield `${JSON.stringify({
      file: data.file,
      name: data.name,
      passed: type === 'test:pass',
      seconds: data.details?.duration_ms / 1000,
      skipped: data.skip !== undefined && data.skip !== false,
      failure: error ? String(error.cause?.stack ?? error.cause ?? error.stack ?? error) : undefined,
    })}\n`;
  }
}
