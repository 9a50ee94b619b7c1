/** The contract of the server, to read and to try. */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { codeOf, Connection, newKey, Refused, type Status, type Tokens } from 'powow-client';
import { session, tokens as tokensOfPage } from '../session.js';
import {
  callsOf,
  destinationsOf,
  exampleOf,
  filledIn,
  fits,
  parametersOf,
  resolved,
  typeOf,
  type AsyncApi,
  type Call,
  type Destination,
  type OpenApi,
  type Schema,
} from './contract.js';
import { language, languages, speak, t } from './words.js';

/** The longest answer that is shown as a whole. */
const MOST_SHOWN = 50_000;
/** The most lines of the log. */
const MOST_LINES = 200;

/** Shown after what everybody may call. */
const FOR_STAFF = new Set(['Analytics', 'Audit', 'Audits', 'Campaigns', 'Operators', 'Replays', 'Staff']);

interface Contract {
  http: OpenApi;
  stomp: AsyncApi;
}

async function load(): Promise<Contract> {
  const [http, stomp] = await Promise.all(['/openapi.json', '/asyncapi.json'].map(async (path) => (await fetch(path)).json()));
  return { http, stomp };
}

export function Docs() {
  const contract = useSignal<Contract | null>(null);
  const failed = useSignal(false);
  const words = useSignal('');
  const given = useSignal('');

  function start(): void {
    failed.value = false;
    load().then(
      (loaded) => (contract.value = loaded),
      () => (failed.value = true),
    );
  }
  useEffect(start, []);

  const tokens: Tokens | null =
    given.value !== '' ? { current: async () => given.value.trim(), renewed: async (_, code) => Promise.reject(new Refused({ code })) } : session.value ? tokensOfPage : null;

  return (
    <div class="docs">
      <a class="skip-link" href="#calls">
        {t('skip')}
      </a>
      <header class="docs-top">
        <div class="docs-head">
          <h1>{t('title')}</h1>
          <nav aria-label={t('language')}>
            {languages.map(({ code, name }) => (
              <button key={code} type="button" class="link" lang={code} aria-pressed={language.value === code} onClick={() => speak(code)}>
                {name}
              </button>
            ))}
          </nav>
        </div>
        <p>{t('lead')}</p>
        <p>
          {session.value && given.value === '' ? t('signedInAs', { name: `@${session.value.handle}` }) : t('notSignedIn')}{' '}
          {!session.value && <a href="/">{t('signIn')}</a>}
        </p>
        <div class="docs-tools">
          <Input label={t('find')} value={words.value} onInput={(value) => (words.value = value)} type="search" />
          <Input label={t('token')} value={given.value} onInput={(value) => (given.value = value)} type="password" />
        </div>
      </header>
      <main id="calls" tabIndex={-1}>
        {failed.value ? (
          <p role="alert">
            {t('failed')}{' '}
            <button type="button" class="link" onClick={start}>
              {t('tryAgain')}
            </button>
          </p>
        ) : !contract.value ? (
          <p role="status">{t('loading')}</p>
        ) : (
          <Contents contract={contract.value} words={words.value.trim()} tokens={tokens} key={given.value} />
        )}
      </main>
    </div>
  );
}

function Contents({ contract: { http, stomp }, words, tokens }: { contract: Contract; words: string; tokens: Tokens | null }) {
  const calls = callsOf(http).filter((call) => fits(words, call.id, call.tag, call.description));
  const destinations = destinationsOf(stomp).filter(({ address, description }) => fits(words, address, description, 'stomp'));
  const tags = [...new Set(calls.map(({ tag }) => tag))].sort((a, b) => Number(FOR_STAFF.has(a)) - Number(FOR_STAFF.has(b)));
  return (
    <>
      {calls.length + destinations.length === 0 && <p>{t('nothing')}</p>}
      {calls.length > 0 && (
        <section aria-labelledby="http">
          <h2 id="http">{t('http')}</h2>
          <p lang="en" dir="ltr">
            <Marked text={http.info.description ?? ''} />
          </p>
          {tags.map((tag) => (
            <section key={tag}>
              <h3 lang="en">{tag}</h3>
              {calls
                .filter((call) => call.tag === tag)
                .map((call) => (
                  <Entry key={call.id} title={call.path} label={call.method}>
                    <CallOf api={http} call={call} tokens={tokens} />
                  </Entry>
                ))}
            </section>
          ))}
        </section>
      )}
      {destinations.length > 0 && <Stomp api={stomp} destinations={destinations} tokens={tokens} />}
    </>
  );
}

/** Renders what is in it once it is opened. */
function Entry({ title, label, children }: { title: string; label: string; children: ComponentChildren }) {
  const opened = useSignal(false);
  return (
    <details class="docs-entry" onToggle={(event) => event.currentTarget.open && (opened.value = true)}>
      <summary dir="ltr">
        <span class={`docs-method ${label.toLowerCase()}`}>{label}</span> <code>
          {title.split(/(?=\/)/).map((part) => (
            <>
              {part}
              <wbr />
            </>
          ))}
        </code>
      </summary>
      {opened.value && <div class="docs-body">{children}</div>}
    </details>
  );
}

/** A text of the contract, in which `code` is marked. */
const Marked = ({ text }: { text: string }) => <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;

function Input({ label, hint, value, onInput, type = 'text' }: { label: string; hint?: string; value: string; onInput: (value: string) => void; type?: 'text' | 'search' | 'password' }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} dir={hint === undefined ? undefined : 'ltr'}>
        {label}
      </label>
      <div class="field-line">
        <input id={id} type={type as 'text'} value={value} autocomplete="off" spellcheck={false} dir={type === 'search' ? 'auto' : 'ltr'} aria-describedby={hint && `${id}-hint`} onInput={(event) => onInput(event.currentTarget.value)} />
      </div>
      {hint && (
        <p id={`${id}-hint`} class="hint" lang="en" dir="ltr">
          <Marked text={hint} />
        </p>
      )}
    </div>
  );
}

function Area({ label, value, onInput, rows }: { label: string; value: string; onInput: (value: string) => void; rows: number }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea id={id} class="docs-code" rows={rows} value={value} spellcheck={false} dir="ltr" onInput={(event) => onInput(event.currentTarget.value)} />
    </div>
  );
}

/** The fields of a schema, and theirs. */
function Fields({ api, schema, depth = 0 }: { api: object; schema: Schema | undefined; depth?: number }) {
  const { type, properties, required = [], items, oneOf } = resolved(api, schema) ?? {};
  if (oneOf) {
    return (
      <>
        {oneOf.map((choice, index) => (
          <Fields key={index} api={api} schema={choice} depth={depth} />
        ))}
      </>
    );
  }
  if (type === 'array') return <Fields api={api} schema={items} depth={depth} />;
  if (!properties || depth > 3) return null;
  return (
    <ul class="docs-fields" lang="en" dir="ltr">
      {Object.entries(properties).map(([name, property]) => {
        const { description } = resolved(api, property) ?? {};
        return (
          <li key={name}>
            <code>{name}</code> <span class="hint">{typeOf(api, property)}</span>
            {required.includes(name) && <span class="hint"> · {t('required')}</span>}
            {description && (
              <span>
                {' '}
                <Marked text={description} />
              </span>
            )}
            <Fields api={api} schema={property} depth={depth + 1} />
          </li>
        );
      })}
    </ul>
  );
}

interface Answer {
  status: string;
  text: string;
}

async function answerOf(response: Response): Promise<Answer> {
  const status = `${response.status} ${response.statusText}`.trim();
  const type = response.headers.get('content-type') ?? '';
  if (!/json|text/.test(type)) {
    const { size } = await response.blob();
    return { status, text: size === 0 ? '' : t('bytes', { type, n: String(size) }) };
  }
  const text = await response.text();
  let shown = text;
  try {
    if (type.includes('json') && text.length < MOST_SHOWN) shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Shown as it is.
  }
  return { status, text: shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}\n${t('tooLong', { n: String(text.length) })}` : shown };
}

function CallOf({ api, call, tokens }: { api: OpenApi; call: Call; tokens: Tokens | null }) {
  const isForm = call.bodyType === 'multipart/form-data';
  const isJson = call.bodyType === 'application/json';
  const values = useSignal<Record<string, string>>({});
  const body = useSignal(isJson ? JSON.stringify(exampleOf(api, call.body), null, 2) : '');
  const file = useSignal<File | null>(null);
  const answer = useSignal<Answer | null>(null);
  const busy = useSignal(false);
  const fileId = useId();
  const key = useSignal(newKey());

  const valueOf = (name: string) => values.value[name] ?? (name === 'Idempotency-Key' ? key.value : '');

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    busy.value = true;
    answer.value = null;
    try {
      const query = new URLSearchParams();
      const headers: Record<string, string> = {};
      for (const { name, in: where } of call.parameters) {
        const value = valueOf(name);
        if (value === '') continue;
        if (where === 'query') query.append(name, value);
        if (where === 'header') headers[name] = value;
      }
      if (tokens) headers['authorization'] = `Bearer ${await tokens.current()}`;
      let sent: BodyInit | undefined;
      if (isForm) {
        const form = new FormData();
        const [name = 'file'] = Object.keys(resolved(api, call.body)?.properties ?? {});
        if (file.value) form.append(name, file.value);
        sent = form;
      } else if (call.bodyType !== undefined) {
        if (isJson) JSON.parse(body.value === '' ? '{}' : body.value);
        headers['content-type'] = call.bodyType;
        sent = body.value;
      }
      const search = query.toString();
      const response = await fetch(`${filledIn(call.path, values.value)}${search && `?${search}`}`, { method: call.method, headers, cache: 'no-store', ...(sent !== undefined && { body: sent }) });
      answer.value = await answerOf(response);
      // Another call, unless the same key is wanted again.
      if (values.value['Idempotency-Key'] === undefined) key.value = newKey();
    } catch (failure) {
      answer.value = { status: '', text: failure instanceof SyntaxError ? t('notJson') : failure instanceof Refused ? failure.code : t('unreachable') };
    } finally {
      busy.value = false;
    }
  }

  return (
    <>
      {call.description && (
        <p lang="en" dir="ltr">
          <Marked text={call.description} />
        </p>
      )}
      <form onSubmit={submit}>
        {call.parameters.length > 0 && <h4>{t('parameters')}</h4>}
        <div class="docs-parameters">
          {call.parameters
            .filter(({ in: where }) => where !== 'cookie')
            .map(({ name, required, description, schema }) => (
              <Input
                key={name}
                label={required ? `${name} *` : name}
                hint={[typeOf(api, schema), required ? t('required') : '', description ?? ''].filter((part) => part !== '').join(' · ')}
                value={valueOf(name)}
                onInput={(value) => (values.value = { ...values.value, [name]: value })}
              />
            ))}
        </div>
        {isForm && (
          <div class="field">
            <label for={fileId}>{t('body')}</label>
            <input id={fileId} type="file" onChange={(event) => (file.value = event.currentTarget.files?.[0] ?? null)} />
          </div>
        )}
        {call.bodyType !== undefined && !isForm && <Area label={`${t('body')} (${call.bodyType})`} value={body.value} onInput={(value) => (body.value = value)} rows={Math.min(12, body.value.split('\n').length + 1)} />}
        {isJson && <Fields api={api} schema={call.body} />}
        <button type="submit" class={call.method === 'DELETE' ? 'button danger' : 'button primary'} disabled={busy.value}>
          {t(busy.value ? 'calling' : 'call')}
        </button>
      </form>
      {answer.value && (
        <section class="docs-answer" role="status">
          <h4>
            {t('answer')} <span dir="ltr">{answer.value.status}</span>
          </h4>
          {answer.value.text && (
            <pre class="docs-code" dir="ltr" tabIndex={0}>
              {answer.value.text}
            </pre>
          )}
        </section>
      )}
      <h4>{t('answers')}</h4>
      <ul class="docs-answers" lang="en" dir="ltr">
        {call.answers.map(({ status, description, schema }) => (
          <li key={status}>
            <code>{status}</code> <Marked text={description} />
            <Fields api={api} schema={schema} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface Line {
  at: number;
  where: string;
  text: string;
}

function Stomp({ api, destinations, tokens }: { api: AsyncApi; destinations: Destination[]; tokens: Tokens | null }) {
  const connection = useSignal<Connection | null>(null);
  const status = useSignal<Status | null>(null);
  const lines = useSignal<readonly Line[]>([]);
  const told = (where: string, what: unknown) => {
    lines.value = [...lines.value, { at: Date.now(), where, text: typeof what === 'string' ? what : JSON.stringify(what, null, 2) }].slice(-MOST_LINES);
  };

  function disconnect(): void {
    connection.value?.close();
    connection.value = null;
    status.value = null;
  }
  useEffect(() => disconnect, []);

  function connect(): void {
    if (!tokens) return told('CONNECT', t('notSignedIn'));
    const made = new Connection({
      tokens,
      statusChanged: (now) => (status.value = now),
      signedOut: (code) => {
        told('ERROR', code);
        disconnect();
      },
    });
    connection.value = made;
    made.open();
  }

  return (
    <section aria-labelledby="stomp">
      <h2 id="stomp">{t('stomp')}</h2>
      <p lang="en" dir="ltr">
        <Marked text={api.info.description ?? ''} />
      </p>
      <p class="docs-connection">
        <button type="button" class="button" onClick={connection.value ? disconnect : connect}>
          {t(connection.value ? 'disconnect' : 'connect')}
        </button>
        <span role="status">{status.value ? t(`status_${status.value}`) : t('notConnected')}</span>
      </p>
      {destinations.map((destination) => (
        <Entry key={destination.id} title={destination.address} label={destination.isCommand ? 'SEND' : 'SUBSCRIBE'}>
          <DestinationOf api={api} destination={destination} connection={status.value === 'online' ? connection.value : null} told={told} />
        </Entry>
      ))}
      <section class="docs-log" role="log" aria-labelledby="log">
        <div class="docs-connection">
          <h3 id="log">{t('received')}</h3>
          {lines.value.length > 0 && (
            <button type="button" class="link" onClick={() => (lines.value = [])}>
              {t('clear')}
            </button>
          )}
        </div>
        <ol dir="ltr">
          {lines.value.map((line, index) => (
            <li key={`${line.at}-${index}`}>
              <time>{new Date(line.at).toISOString().slice(11, 23)}</time> <code>{line.where}</code>
              <pre class="docs-code" tabIndex={0}>
                {line.text}
              </pre>
            </li>
          ))}
        </ol>
      </section>
    </section>
  );
}

function DestinationOf({ api, destination, connection, told }: { api: AsyncApi; destination: Destination; connection: Connection | null; told: (where: string, what: unknown) => void }) {
  const { address, isCommand, messages } = destination;
  const values = useSignal<Record<string, string>>({});
  const schema = messages[0]?.schema;
  const started = isCommand ? (exampleOf(api, schema) as Record<string, unknown> | null) : {};
  const body = useSignal(JSON.stringify(started && 'key' in started ? { ...started, key: newKey() } : started, null, 2));
  const stop = useSignal<(() => void) | null>(null);
  const where = filledIn(address, values.value);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!connection) return;
    let given: Record<string, string>;
    try {
      given = JSON.parse(body.value === '' ? '{}' : body.value);
    } catch {
      return told(where, t('notJson'));
    }
    if (isCommand) {
      told(`SEND ${where}`, given);
      try {
        told(`RECEIPT ${where}`, await connection.ask(where, given));
      } catch (failure) {
        told(`ERROR ${where}`, failure instanceof Refused ? `${failure.code}: ${failure.message}` : codeOf(failure));
      }
    } else if (stop.value) {
      stop.value();
      stop.value = null;
    } else {
      told(`SUBSCRIBE ${where}`, given);
      stop.value = connection.subscribe(where, (message) => told(`MESSAGE ${where}`, message), given);
    }
  }

  return (
    <>
      {destination.description && (
        <p lang="en" dir="ltr">
          <Marked text={destination.description} />
        </p>
      )}
      <form onSubmit={submit}>
        {parametersOf(address).map((name) => (
          <Input key={name} label={`${name} *`} hint={t('required')} value={values.value[name] ?? ''} onInput={(value) => (values.value = { ...values.value, [name]: value })} />
        ))}
        <Area label={t(isCommand ? 'body' : 'headers')} value={body.value} onInput={(value) => (body.value = value)} rows={Math.min(12, body.value.split('\n').length + 1)} />
        {isCommand && <Fields api={api} schema={schema} />}
        {!connection && <p class="hint">{t('connectFirst')}</p>}
        <button type="submit" class="button primary" disabled={!connection}>
          {t(isCommand ? 'send' : stop.value ? 'unsubscribe' : 'subscribe')}
        </button>
      </form>
      {!isCommand && (
        <>
          <h4>{t('messages')}</h4>
          <ul class="docs-answers" lang="en" dir="ltr">
            {messages.map((message) => (
              <li key={message.name}>
                <code>{message.name}</code>
                <Fields api={api} schema={message.schema} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
