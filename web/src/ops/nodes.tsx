import type { Node } from './api.js';
import { Section, Table } from './board.js';
import { count, duration, millis } from './format.js';
import { now } from './main.js';

const WHY = {
  unreachable: 'nothing listens there',
  timeout: 'no answer in time',
  refused: 'refuses us: another secret, or a clock that is wrong',
  starting: 'is starting',
  unreadable: 'answers something else',
};

/** Which nodes answer, since when others are silent, and which have other settings. */
export function Nodes({ nodes }: { nodes: Node[] }) {
  const answering = nodes.filter((node) => node.silentSince === undefined).length;
  return (
    <Section title="Nodes">
      <p class={answering < nodes.length ? 'ops-silent' : undefined}>
        {answering} of {nodes.length} nodes answer.{answering < nodes.length && ' Sums are without the silent ones.'}
      </p>
      <Table label="Nodes" head={['Node', 'state', 'release', 'settings', 'messages', '99 %']}>
        {nodes.map((node) => (
          <tr key={node.name}>
            <th scope="row">{node.name}</th>
            <td class={node.silentSince ? 'ops-silent' : undefined}>
              {node.silentSince
                ? `silent since ${duration(Math.max(0, now.value - Date.parse(node.silentSince)) / 1_000)}: ${WHY[node.why ?? 'timeout']}`
                : `up ${duration(node.uptimeSeconds ?? 0)}`}
            </td>
            <td>{node.release ?? ''}</td>
            <td class={node.differs.length > 0 ? 'ops-silent' : undefined}>
              {node.differs.length > 0 ? `others than most nodes: ${node.differs.join(', ')}` : (node.fingerprint ?? '')}
            </td>
            <td>{node.messages ? count(node.messages.count) : ''}</td>
            <td>{node.messages && node.messages.count > 0 ? millis(node.messages.p99Millis) : ''}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
