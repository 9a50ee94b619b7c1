package info.powow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.head;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class StreetMapTest {
  private static final int SIZE = 2 * StreetMap.MOST;

  @TempDir Path folder;
  private byte[] bytes = new byte[0];
  private StreetMap streets;
  private MockMvc http;

  @BeforeEach
  void open() throws IOException {
    bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) (i * 31);
    }
    byte[] magic = "PMTiles\3".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, bytes, 0, magic.length);
    streets = StreetMap.open(Files.write(folder.resolve("map.pmtiles"), bytes));
    http = MockMvcBuilders.routerFunctions(new WebAutoConfiguration().streets(streets)).build();
  }

  @AfterEach
  void close() throws IOException {
    streets.close();
  }

  @Test
  void aPartIsServedAndMayBeKept() throws Exception {
    MockHttpServletResponse answer = answer(get(streets.path()).header("Range", "bytes=100-199"));

    assertThat(answer.getStatus()).isEqualTo(206);
    assertThat(answer.getContentAsByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 100, 200));
    assertThat(answer.getHeader("Content-Range")).isEqualTo("bytes 100-199/" + SIZE);
    assertThat(answer.getHeader("Cache-Control")).contains("immutable");
  }

  @Test
  void theEndOfTheFileEndsAPart() throws Exception {
    MockHttpServletResponse answer =
        answer(get(streets.path()).header("Range", "bytes=%d-%d".formatted(SIZE - 5, SIZE + 999)));

    assertThat(answer.getContentAsByteArray()).isEqualTo(Arrays.copyOfRange(bytes, SIZE - 5, SIZE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1048576",
        "bytes=0-",
        "bytes=0-9,20-29",
        "bytes=2097152-2097160",
        "bytes=9-0",
        "bytes=-2000000",
        "lines=0-9",
        "bytes=a-b",
        "bytes=99999999999999999999-"
      })
  void whatIsTooMuchOrNoRangeIsRefusedBeforeAnythingIsRead(String range) throws Exception {
    MockHttpServletResponse answer = answer(get(streets.path()).header("Range", range));

    assertThat(answer.getStatus()).isEqualTo(416);
    assertThat(answer.getContentAsByteArray()).isEmpty();
    assertThat(answer.getHeader("Content-Range")).isEqualTo("bytes */" + SIZE);
  }

  @Test
  void theWholeFileIsNeverServedAtOnce() throws Exception {
    assertThat(answer(get(streets.path())).getStatus()).isEqualTo(416);
  }

  @Test
  void headTellsTheSize() throws Exception {
    MockHttpServletResponse answer = answer(head(streets.path()));

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getHeader("Content-Length")).isEqualTo(String.valueOf(SIZE));
  }

  @Test
  void noOtherFileAndNoOtherMethodIsServed() throws Exception {
    assertThat(answer(get("/streets/other").header("Range", "bytes=0-9")).getStatus())
        .isEqualTo(404);
    assertThat(answer(post(streets.path())).getStatus()).isEqualTo(404);
  }

  @Test
  void whatIsNoMapStopsTheStart() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "PMTiles, but not really");

    assertThatThrownBy(() -> StreetMap.open(text)).hasMessageContaining("PMTiles");
    assertThatThrownBy(() -> StreetMap.open(folder)).hasMessageContaining("not a file");
    assertThatThrownBy(() -> StreetMap.open(folder.resolve("missing")))
        .hasMessageContaining("not a file");
  }

  private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
    return http.perform(request).andReturn().getResponse();
  }
}
