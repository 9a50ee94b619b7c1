import { useSignal } from '@preact/signals';
import { call, Refused } from './api.js';
import { Section, Table } from './board.js';
import { token } from './main.js';

interface Setting {
  name: string;
  value?: string;
  source: string;
}

/** The settings that are not defaults, with their source. */
export function Settings() {
  const settings = useSignal<Setting[] | null>(null);
  const refused = useSignal<string | null>(null);

  async function look(): Promise<void> {
    try {
      settings.value = (await call<{ settings: Setting[] }>(token.value, 'GET', '/api/ops/settings')).settings;
    } catch (failure) {
      refused.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  return (
    <Section title="Settings">
      <button type="button" onClick={look}>
        Show settings
      </button>
      {refused.value && <p role="alert">{refused.value}</p>}
      {settings.value && (
        <Table label="Settings" head={['Setting', 'value', 'source']}>
          {settings.value.map(({ name, value, source }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value ?? ''}</td>
              <td>{source}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}
