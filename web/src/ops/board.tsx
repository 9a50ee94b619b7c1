import type { ComponentChildren } from 'preact';
import type { Status } from './api.js';
import { bytes, count, duration, millis } from './format.js';
import { now, receivedAt, signOut, status } from './main.js';
import { Past } from './history.js';
import { Messages } from './messages.js';
import { Nodes } from './nodes.js';
import { Projections } from './projections.js';
import { FlightRecordings } from './recordings.js';
import { Settings } from './settings.js';
import { Tile } from './tile.js';

const SILENT_AFTER = 3_000;

/** A table with its own horizontal scrolling on narrow screens. */
export function Table({ label, head, children }: { label: string; head: string[]; children: ComponentChildren }) {
  return (
    <div class="ops-scroll" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((each) => (
              <th scope="col">{each}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="ops-section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Board() {
  const newest = status.value;
  return (
    <>
      <Header newest={newest} />
      <main class="ops-main">{newest ? <State newest={newest} /> : <p>Waiting for the first second…</p>}</main>
    </>
  );
}

function Header({ newest }: { newest: Status | null }) {
  const silent = receivedAt.value > 0 && now.value - receivedAt.value > SILENT_AFTER;
  return (
    <header class="ops-header">
      <h1>{newest?.node ?? 'Powow'}</h1>
      {newest && (
        <p>
          {newest.release}, up {duration(newest.uptimeSeconds)}
        </p>
      )}
      <p role="status" class={silent ? 'ops-silent' : 'ops-live'}>
        {silent ? `silent since ${duration((now.value - receivedAt.value) / 1_000)}: what follows is old` : newest ? 'live' : 'connecting'}
      </p>
      <button type="button" onClick={signOut}>
        Sign out
      </button>
    </header>
  );
}

/** The node nearest to its limit, which a sum does not show. */
function fullest(nodes: Status['pools'][number]['nodes']): string {
  const filled = nodes.flatMap(({ node, value, limit }) => (limit ? [{ node, part: value / limit }] : []));
  const most = filled.sort((one, other) => other.part - one.part)[0];
  return most ? `, most on ${most.node} (${(100 * most.part).toFixed(0)} %)` : '';
}

function State({ newest }: { newest: Status }) {
  return (
    <>
      {newest.nodes.length > 1 && <Nodes nodes={newest.nodes} />}
      <Section title="Messages">
        <p>
          Last minute: {count(newest.messages.count)} messages, median {millis(newest.messages.medianMillis)}, 99 %{' '}
          {millis(newest.messages.p99Millis)}, slowest {millis(newest.messages.maxMillis)}, from the frame to the sockets. Slow means more than{' '}
          {millis(newest.slowAfterMillis)}.
        </p>
        <Messages />
      </Section>
      <Section title="Dependencies">
        <ul class="ops-tiles">
          {newest.dependencies.map((each) => (
            <Tile key={each.name} dependency={each} />
          ))}
        </ul>
      </Section>
      <Section title="Pools and queues">
        <ul class="ops-levels">
          {newest.pools.map((level) => (
            <li key={level.name}>
              <span>{level.name}</span>
              <span>
                {level.unit === 'bytes' ? bytes(level.value) : level.unit === 'percent' ? `${level.value.toFixed(0)} %` : `${count(level.value)} ${level.unit}`}
                {level.limit !== undefined && level.unit !== 'percent' && ` of ${level.unit === 'bytes' ? bytes(level.limit) : count(level.limit)}`}
                {level.nodes.length > 1 && fullest(level.nodes)}
              </span>
              {level.limit !== undefined && <meter aria-label={level.name} min={0} max={level.limit} high={level.limit * 0.85} value={level.value} />}
            </li>
          ))}
        </ul>
      </Section>
      <Past />
      <Projections projections={newest.projections} />
      <Top top={newest.top} />
      <Section title="Requests">
        <Table label="Requests by route" head={['Route', 'per second', 'mean', 'slowest', 'faults']}>
          {newest.routes.map((route) => (
            <tr key={route.route}>
              <th scope="row">{route.route}</th>
              <td>{route.perSecond.toFixed(1)}</td>
              <td>{millis(route.meanMillis)}</td>
              <td>{millis(route.maxMillis)}</td>
              <td>{count(route.errors)}</td>
            </tr>
          ))}
        </Table>
      </Section>
      <Section title="What operators did">
        {newest.actions.length === 0 ? (
          <p class="soft">Nothing yet.</p>
        ) : (
          <Table label="What operators did" head={['When', 'Who', 'What', 'Why']}>
            {newest.actions.map((action) => (
              <tr>
                <td>{action.at}</td>
                <td>{action.by}</td>
                <td>{action.what}</td>
                <td>{action.reason}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      <FlightRecordings />
      <Settings />
    </>
  );
}

function Top({ top }: { top: Status['top'] }) {
  return (
    <Section title="Who causes the load">
      <div class="ops-columns">
        <Table label="Conversations" head={['Conversation', 'messages a second']}>
          {top.conversations.map(({ key, perSecond }) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{perSecond.toFixed(1)}</td>
            </tr>
          ))}
        </Table>
        <Table label="People" head={['Person', 'messages a second']}>
          {top.people.map(({ key, perSecond }) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{perSecond.toFixed(1)}</td>
            </tr>
          ))}
        </Table>
        <Table label="Slow clients" head={['Person', 'Session', 'waiting']}>
          {top.slowClients.map(({ person, session, bytes: waiting }) => (
            <tr key={session + person}>
              <th scope="row">{person}</th>
              <td>{session}</td>
              <td>{bytes(waiting)}</td>
            </tr>
          ))}
        </Table>
      </div>
    </Section>
  );
}
