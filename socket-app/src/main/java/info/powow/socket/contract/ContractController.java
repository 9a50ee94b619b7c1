package info.powow.socket.contract;

import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Serves the contract.
@RestController
public final class ContractController {

  /// Generated on first use.
  private static final class Made {
    static final byte[] DOCUMENT = AsyncApi.document();
    static final String TAG = tag(DOCUMENT);

    private static String tag(byte[] document) {
      CRC32C checksum = new CRC32C();
      checksum.update(document);
      return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
  }

  @GetMapping("/asyncapi.json")
  ResponseEntity<byte[]> asyncApi() {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .eTag(Made.TAG)
        .body(Made.DOCUMENT);
  }
}
