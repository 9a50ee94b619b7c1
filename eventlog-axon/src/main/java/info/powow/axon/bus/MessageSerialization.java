package info.powow.axon.bus;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;

/// How commands, queries and their answers travel between processes.
public final class MessageSerialization {
  private MessageSerialization() {}

  public static Serializer serializer() {
    return JacksonSerializer.builder()
        .objectMapper(
            new ObjectMapper()
                .registerModule(new JavaTimeModule())
                // What a record says about itself (`isOpen`) is none of its components.
                .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE))
        .build();
  }
}
