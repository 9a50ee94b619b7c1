package info.powow.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Serves the complete HTTP contract, whichever part of it this process implements. A test in
/// `standalone` compares the file with the controllers.
@RestController
final class OpenApiController {
  private final byte[] document;
  private final String tag;

  OpenApiController(JsonMapper json) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(OpenApiController.class.getResourceAsStream("openapi.json"))) {
      ObjectNode contract = (ObjectNode) json.readTree(stream);
      ((ObjectNode) contract.path("info")).put("version", Release.version());
      document = json.writeValueAsBytes(contract);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(document);
    tag = HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  @GetMapping("/openapi.json")
  ResponseEntity<byte[]> openApi() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).eTag(tag).body(document);
  }
}
