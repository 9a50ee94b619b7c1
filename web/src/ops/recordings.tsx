import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { call, download, Refused } from './api.js';
import { Section, Table } from './board.js';
import { bytes } from './format.js';
import { token } from './main.js';
import { Reason } from './reason.js';

interface Recordings {
  node: string;
  running?: { id: string; until: string };
  recordings: { id: string; bytes: number }[];
}

const PATH = '/api/ops/recordings';
const LENGTHS = [10, 30, 60, 120];
const LOOK_AGAIN = 1_000;

/** Flight recordings (JFR) of the node that receives the request. */
export function FlightRecordings() {
  const here = useSignal<Recordings | null>(null);
  const seconds = useSignal(30);
  const beginning = useSignal(false);
  const deleting = useSignal<string | null>(null);
  const told = useSignal<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      told.value = null;
    } catch (failure) {
      told.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  async function look(): Promise<void> {
    clearTimeout(timer.current);
    await attempt(async () => {
      here.value = await call<Recordings>(token.value, 'GET', PATH);
      if (here.value.running) timer.current = setTimeout(look, LOOK_AGAIN);
    });
  }

  return (
    <Section title="Flight recordings">
      <p>
        Records what the Java process does (processor, memory, locks and files), for JDK Mission Control. A recording contains no texts, passwords, tokens or
        addresses, but names of files and threads may contain ids. Give it only to people who may know these ids.
      </p>
      <div class="ops-find">
        <label>
          Length
          <select value={seconds.value} onChange={(event) => (seconds.value = Number(event.currentTarget.value))}>
            {LENGTHS.map((each) => (
              <option key={each} value={each}>
                {each} seconds
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => (beginning.value = true)}>
          Record
        </button>
        <button type="button" onClick={look}>
          Show recordings
        </button>
      </div>
      {told.value && <p role="alert">{told.value}</p>}
      <div role="status">{here.value?.running && <p>{`${here.value.node} is being recorded until ${new Date(here.value.running.until).toLocaleTimeString()}.`}</p>}</div>
      {beginning.value && (
        <Reason
          action={`Record ${seconds.value} seconds`}
          onCancel={() => (beginning.value = false)}
          onReason={async (reason) => {
            await call(token.value, 'POST', PATH, { seconds: seconds.value, reason });
            beginning.value = false;
            await look();
          }}
        />
      )}
      {here.value?.recordings.length === 0 && !here.value.running && <p class="soft">There are no recordings.</p>}
      {here.value !== null && here.value.recordings.length > 0 && (
        <Table label="Flight recordings" head={['Recording', 'size', '']}>
          {here.value.recordings.map(({ id, bytes: size }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>{bytes(size)}</td>
              <td>
                <button type="button" onClick={() => attempt(() => download(token.value, `${PATH}/${id}`, `powow-${id}.jfr`))}>
                  Download
                </button>
                <button type="button" onClick={() => (deleting.value = id)}>
                  Delete
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {deleting.value && (
        <Reason
          action={`Delete ${deleting.value}`}
          onCancel={() => (deleting.value = null)}
          onReason={async (reason) => {
            await call(token.value, 'DELETE', `${PATH}/${deleting.value}?reason=${encodeURIComponent(reason)}`);
            deleting.value = null;
            await look();
          }}
        />
      )}
    </Section>
  );
}
