package info.powow.bench.people;

import info.powow.domain.place.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// Where people live: around the 5,000 most populous cities, in proportion to their population. The
/// cities are from GeoNames; see the file.
public final class Cities {
  private static final String FILE = "cities.tsv";
  private static final double DEGREES_A_METRE = 1 / 111_195.08;

  /// Two thirds of the people of a city of a million live within this many metres of its centre, on
  /// each axis.
  private static final double SPREAD = 6_000;

  private record City(Point centre, double spread) {}

  private final List<City> cities;
  private final double[] upTo;

  private Cities(List<City> cities, double[] upTo) {
    this.cities = cities;
    this.upTo = upTo;
  }

  public static Cities load() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Cities.class.getResourceAsStream(FILE), FILE),
                StandardCharsets.UTF_8))) {
      List<String[]> rows =
          lines
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("\t"))
              .toList();
      double[] upTo = new double[rows.size()];
      double people = 0;
      for (int i = 0; i < upTo.length; i++) {
        people += Long.parseLong(rows.get(i)[4]);
        upTo[i] = people;
      }
      return new Cities(rows.stream().map(Cities::city).toList(), upTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A city with four times the population is twice as wide.
  private static City city(String[] row) {
    return new City(
        new Point(Double.parseDouble(row[2]), Double.parseDouble(row[3])),
        SPREAD * Math.sqrt(Long.parseLong(row[4]) / 1e6));
  }

  /// A random place.
  public Point draw(Random random) {
    double drawn = random.nextDouble() * upTo[upTo.length - 1];
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] > drawn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    City city = cities.get(low);
    double metres = city.spread() * DEGREES_A_METRE;
    double lat = city.centre().lat() + random.nextGaussian() * metres;
    double lon =
        city.centre().lon()
            + random.nextGaussian() * metres / Math.cos(Math.toRadians(city.centre().lat()));
    return new Point(Math.clamp(lat, -90, 90), Math.clamp(lon, -180, 180));
  }
}
