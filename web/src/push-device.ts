/** This browser's registration for push messages, in its storage. */

const KEPT = 'powow.push';
const NOT_NOW = 'powow.push.not-now';

/** This browser's registration on the server. */
export interface KeptDevice {
  deviceId: string;
  keyId: string;
}

export function keptDevice(): KeptDevice | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as KeptDevice | null;
  } catch {
    return null;
  }
}

/** Forgets the registration when the session ends. @returns the id of the device to remove from the server */
export function forgetPush(): string | null {
  const device = keptDevice();
  localStorage.removeItem(KEPT);
  localStorage.removeItem(NOT_NOW);
  return device?.deviceId ?? null;
}

export function keepDevice(device: KeptDevice): void {
  localStorage.setItem(KEPT, JSON.stringify(device));
}

export function dropDevice(): void {
  localStorage.removeItem(KEPT);
}

/** Whether the user has dismissed the offer of notifications. */
export const isPutOff = (): boolean => localStorage.getItem(NOT_NOW) !== null;

export function putOff(): void {
  localStorage.setItem(NOT_NOW, '1');
}
