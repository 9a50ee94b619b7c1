package info.powow.standalone.e2e;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Uploads of pictures of every format: complete ones, and ones with bytes changed, cut off,
/// repeated or taken from another picture.
final class FuzzPictures {
  private static final String BOUNDARY = "the-boundary";

  /// Replacement values for lengths in a file.
  private static final int[] LENGTHS = {0, 1, 3, 0x7fffffff, 0x80000000, -1, 0xffff, 0x10000};

  /// One upload.
  ///
  /// @param valid whether the picture and the form are valid
  /// @param description of the modification, for the report
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Upload(byte[] form, String contentType, boolean valid, String description) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Sample(String name, byte[] bytes, boolean accepted) {}

  private final List<Sample> samples =
      List.of(
          new Sample("jpeg", written("jpeg", BufferedImage.TYPE_INT_RGB, 33, 17), true),
          new Sample("gray jpeg", written("jpeg", BufferedImage.TYPE_BYTE_GRAY, 9, 40), true),
          new Sample("png", written("png", BufferedImage.TYPE_INT_ARGB, 40, 31), true),
          new Sample("gray png", written("png", BufferedImage.TYPE_USHORT_GRAY, 7, 7), true),
          new Sample("indexed png", written("png", BufferedImage.TYPE_BYTE_INDEXED, 20, 3), true),
          new Sample("bit png", written("png", BufferedImage.TYPE_BYTE_BINARY, 19, 1), true),
          new Sample("gif", written("gif", BufferedImage.TYPE_BYTE_INDEXED, 24, 24), true),
          new Sample("moving gif", movingGif(), true),
          new Sample(
              "webp", base64("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA="), true),
          new Sample(
              "lossless webp", base64("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="), true),
          new Sample(
              "webp with alpha",
              base64(
                  "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAAAP4AAA3AAP7mtQAAAA=="),
              true),
          new Sample(
              "moving webp",
              base64(
                  "UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAAAGQAAABWUDhMDQAAAC8AAAAQBxAREYiI/gcA"),
              false));

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }

  private static BufferedImage drawn(int type, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xff000000 | x * 0x070301 ^ y * 0x0b1305);
      }
    }
    return image;
  }

  private static byte[] written(String format, int type, int width, int height) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(drawn(type, width, height), format, out)) {
        throw new IllegalArgumentException("no writer of " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] movingGif() {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int width = 12; width > 9; width--) {
        BufferedImage frame = drawn(BufferedImage.TYPE_BYTE_INDEXED, width, 8);
        writer.writeToSequence(
            new IIOImage(
                frame,
                null,
                writer.getDefaultImageMetadata(
                    ImageTypeSpecifier.createFromRenderedImage(frame), null)),
            null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  Upload next(RandomGenerator random) {
    Sample sample = FuzzJson.pick(samples, random);
    if (FuzzJson.chance(20, random)) {
      return new Upload(
          form(sample.bytes(), "x.bin"), contentType(), sample.accepted(), sample.name());
    }
    if (FuzzJson.chance(15, random)) {
      return oddForm(sample, random);
    }
    StringBuilder done = new StringBuilder(sample.name());
    byte[] bytes = sample.bytes().clone();
    for (int times = random.nextInt(1, 6); times > 0 && bytes.length > 0; times--) {
      bytes = changed(bytes, done, random);
    }
    return new Upload(form(bytes, "x.bin"), contentType(), false, done.toString());
  }

  private byte[] changed(byte[] bytes, StringBuilder done, RandomGenerator random) {
    int at = random.nextInt(bytes.length);
    int to = random.nextInt(at, Math.min(bytes.length, at + 200));
    switch (random.nextInt(7)) {
      case 0 -> {
        done.append(", byte ").append(at);
        bytes[at] = (byte) random.nextInt(256);
      }
      case 1 -> {
        done.append(", bit of ").append(at);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
      case 2 -> {
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        done.append(", length ").append(length).append(" at ").append(at);
        boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
          bytes[at + i] = (byte) (length >>> 8 * (bigEndian ? 3 - i : i));
        }
      }
      case 3 -> {
        done.append(", cut at ").append(at);
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        done.append(", repeated ").append(at).append('-').append(to);
        return joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
      }
      case 5 -> {
        done.append(", without ").append(at).append('-').append(to);
        return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
      }
      default -> {
        Sample other = FuzzJson.pick(samples, random);
        int from = random.nextInt(other.bytes().length);
        done.append(", from ")
            .append(at)
            .append(' ')
            .append(other.name())
            .append(" from ")
            .append(from);
        return joined(
            Arrays.copyOf(bytes, at),
            Arrays.copyOfRange(other.bytes(), from, other.bytes().length));
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  private static byte[] form(byte[] picture, String fileName) {
    return joined(
        joined(
            ("--"
                    + BOUNDARY
                    + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                    + fileName
                    + "\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8),
            picture),
        ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /// A whole picture in a form that is not.
  private static Upload oddForm(Sample sample, RandomGenerator random) {
    byte[] form = form(sample.bytes(), "x.bin");
    String type = contentType();
    String description;
    switch (random.nextInt(6)) {
      case 0 -> {
        description = "no end";
        form = Arrays.copyOf(form, form.length - random.nextInt(1, BOUNDARY.length() + 6));
      }
      case 1 -> {
        description = "twice";
        form = joined(Arrays.copyOf(form, form.length - BOUNDARY.length() - 6), form);
      }
      case 2 -> {
        description = "an odd name of the file";
        form =
            form(
                sample.bytes(),
                FuzzJson.pick(
                    List.of("", "../../x", "a".repeat(5_000), "\u0001", "\ud83d\ude00", "x\\"),
                    random));
      }
      case 3 -> {
        description = "no boundary";
        type = "multipart/form-data";
      }
      case 4 -> {
        description = "another boundary";
        type =
            "multipart/form-data; boundary="
                + FuzzJson.pick(List.of("x", "\"\"", "a".repeat(300), "--", "\""), random);
      }
      default -> {
        description = "no form";
        form = sample.bytes();
      }
    }
    return new Upload(form, type, false, sample.name() + " in a form with " + description);
  }
}
