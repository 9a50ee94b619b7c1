/** OpenAPI and AsyncAPI, as far as this page shows them. Pure. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface OpenOperation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { $ref?: string; description?: string; content?: Record<string, { schema?: Schema }> }>;
}

export interface OpenApi {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, OpenOperation>>;
  components?: object;
}

export interface AsyncApi {
  info: { title: string; version: string; description?: string };
  channels: Record<string, { address: string | null; description?: string; messages?: Record<string, { $ref?: string }> }>;
  operations: Record<string, { action: 'send' | 'receive'; channel: { $ref: string }; description?: string; summary?: string }>;
  components?: object;
}

/** A call of HTTP. */
export interface Call {
  id: string;
  method: string;
  path: string;
  tag: string;
  description: string;
  parameters: Parameter[];
  /** The media type of the body, if it has one. */
  bodyType?: string;
  body?: Schema;
  answers: { status: string; description: string; schema?: Schema }[];
}

/** A destination of STOMP. */
export interface Destination {
  id: string;
  address: string;
  description: string;
  /** Whether clients send to it. They subscribe to all others. */
  isCommand: boolean;
  messages: { name: string; schema?: Schema }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Follows `#/a/b` within a document. */
export function resolved<T>(document: object, thing: T): T {
  let now: unknown = thing;
  for (let steps = 0; steps < 10; steps++) {
    const { $ref } = (now ?? {}) as { $ref?: string };
    if (typeof $ref !== 'string' || !$ref.startsWith('#/')) break;
    now = $ref
      .slice(2)
      .split('/')
      .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((within, part) => (within as Record<string, unknown> | undefined)?.[part], document);
  }
  return now as T;
}

export function callsOf(api: OpenApi): Call[] {
  return Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]): Call => {
        const [bodyType, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
        return {
          id: `${method} ${path}`,
          method: method.toUpperCase(),
          path,
          tag: operation.tags?.[0] ?? '',
          description: operation.description ?? operation.summary ?? '',
          parameters: operation.parameters ?? [],
          ...(bodyType !== undefined && { bodyType }),
          ...(body?.schema && { body: body.schema }),
          answers: Object.entries(operation.responses ?? {}).map(([status, answer]) => {
            const { description = '', content } = resolved(api, answer) ?? {};
            const schema = Object.values(content ?? {})[0]?.schema;
            return { status, description, ...(schema && { schema }) };
          }),
        };
      }),
  );
}

export function destinationsOf(api: AsyncApi): Destination[] {
  return Object.entries(api.channels)
    .filter(([, { address }]) => address !== null)
    .map(([id, { address, description = '', messages = {} }]) => ({
      id,
      address: address!,
      description,
      isCommand: address!.startsWith('/app/'),
      messages: Object.entries(messages).map(([name, message]) => {
        const { payload } = (resolved(api, message) ?? {}) as { payload?: Schema };
        return { name, ...(payload && { schema: payload }) };
      }),
    }));
}

/** The parameters in an address, `/app/conversations/{id}/send`. */
export const parametersOf = (address: string): string[] => [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

export const filledIn = (address: string, values: Record<string, string>): string =>
  address.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] ? encodeURIComponent(values[name]) : whole));

/** An example value to start from: required fields, and what the contract gives. */
export function exampleOf(document: object, schema: Schema | undefined, depth = 0): unknown {
  const { type, format, properties, required = [], items, oneOf, anyOf, allOf, ...rest } = resolved(document, schema) ?? {};
  if (rest.example !== undefined) return rest.example;
  if (rest.examples?.length) return rest.examples[0];
  if (rest.default !== undefined) return rest.default;
  if (rest.const !== undefined) return rest.const;
  if (rest.enum?.length) return rest.enum[0];
  if (depth > 6) return null;
  if (allOf) return Object.assign({}, ...allOf.map((part) => exampleOf(document, part, depth + 1)));
  const choice = oneOf?.[0] ?? anyOf?.[0];
  if (choice) return exampleOf(document, choice, depth + 1);
  switch (Array.isArray(type) ? type.find((each) => each !== 'null') : type ?? (properties && 'object')) {
    case 'object': {
      // Without any required field, all of them are the better start.
      const wanted = Object.entries(properties ?? {}).filter(([name]) => required.length === 0 || required.includes(name));
      return Object.fromEntries(wanted.map(([name, property]) => [name, exampleOf(document, property, depth + 1)]));
    }
    case 'array':
      return [exampleOf(document, items, depth + 1)];
    case 'integer':
    case 'number':
      return rest.minimum ?? 0;
    case 'boolean':
      return false;
    case 'string':
      return format === 'date-time' ? '2030-01-01T12:00:00.000Z' : format === 'date' ? '2030-01-01' : '';
    default:
      return null;
  }
}

/** The type of a value in a few words: `integer, 1 to 50`. */
export function typeOf(document: object, schema: Schema | undefined): string {
  const { type, format, items, enum: values, const: constant, oneOf, anyOf, minimum, maximum, minLength, maxLength } = resolved(document, schema) ?? {};
  if (constant !== undefined) return JSON.stringify(constant);
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  const choices = oneOf ?? anyOf;
  if (choices) return choices.map((choice) => typeOf(document, choice)).join(' | ');
  const named = Array.isArray(type) ? type.join(' | ') : (type ?? 'any');
  if (named === 'array') return `[${typeOf(document, items)}]`;
  const [from, to] = [minimum ?? minLength, maximum ?? maxLength];
  const range = from !== undefined && to !== undefined ? `${from} to ${to}` : to !== undefined ? `at most ${to}` : from !== undefined ? `at least ${from}` : '';
  return [format === undefined || named !== 'string' ? named : format, range].filter((part) => part !== '').join(', ');
}

/** Whether all words occur in a call or destination. */
export const fits = (words: string, ...texts: string[]): boolean => {
  const all = texts.join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => all.includes(word));
};
