package info.powow.standalone.top;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TopScreenTest {
  @Test
  void theStateOfANodeIsALineForEachThing() {
    String screen =
        TopScreen.render(
            JsonMapper.shared()
                .readTree(
                    """
                    {"node": "powow", "release": "1.2", "at": "2026-03-01T12:00:00Z", "uptimeSeconds": 65,
                     "messages": {"count": 12, "medianMillis": 1.5, "p99Millis": 20, "maxMillis": 31},
                     "dependencies": [{"name": "search", "health": "down", "rate": 3, "errorPercent": 100,
                       "latency": {"medianMillis": 200, "p99Millis": 201.5}, "oldestMillis": 150, "active": 2,
                       "circuit": "open"}],
                     "pools": [{"name": "heap", "value": 104857600, "unit": "bytes", "limit": 209715200},
                       {"name": "log queue", "value": 3, "unit": "appends"}],
                     "projections": [{"name": "views", "behind": 1200, "deadLetters": 1, "failing": "MongoException"}],
                     "routes": [{"route": "GET /api/me", "perSecond": 2.5, "meanMillis": 3}]}
                    """));

    assertThat(screen.lines())
        .anyMatch(
            line -> line.matches("search +down +3 +100.0% +200.0 ms +201.5 ms +150 ms +2 +open"))
        .anyMatch(line -> line.matches("heap +100 MB of 200 \\(50 %\\)"))
        .anyMatch(line -> line.matches("log queue +3 appends"))
        .anyMatch(line -> line.matches("views +1,200 behind, 1 stopped, failing: MongoException"))
        .anyMatch(line -> line.matches(" *2.5/s +3.0 ms +GET /api/me"));
  }

  @Test
  void nodesThatAreSilentOrDifferentAreNamed() {
    String screen =
        TopScreen.render(
            JsonMapper.shared()
                .readTree(
                    """
                    {"node": "query-1", "nodes": [{"name": "query-1", "differs": []},
                       {"name": "query-2", "differs": ["powow.search.uris"]},
                       {"name": "socket-1", "silentSince": "2026-03-01T12:00:00Z", "why": "timeout", "differs": []}],
                     "dependencies": [{"name": "search", "health": "down", "circuit": "open",
                       "nodes": [{"node": "query-1", "health": "ok"},
                         {"node": "query-2", "health": "down", "circuit": "open"}]}],
                     "pools": [{"name": "heap", "value": 110, "unit": "bytes", "limit": 200,
                       "nodes": [{"node": "query-1", "value": 20, "limit": 100},
                         {"node": "query-2", "value": 90, "limit": 100}]}]}
                    """));

    assertThat(screen.lines())
        .contains("2 of 3 nodes answer", "socket-1     SILENT since 2026-03-01T12:00:00Z: timeout")
        .anyMatch(line -> line.matches("query-2 +other settings: powow.search.uris"))
        .anyMatch(line -> line.matches(" +query-2 +down .*open"))
        .noneMatch(line -> line.matches(" +query-1 +ok.*"))
        .anyMatch(line -> line.matches("heap .*most on query-2 \\(90 %\\)"));
  }
}
