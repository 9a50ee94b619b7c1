package info.powow.standalone.contract;

import info.powow.domain.conversation.ConversationEvent;
import info.powow.eventlog.json.EventSchemas;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.WireEvent;
import info.powow.query.FromViews;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;

/// What the contract says of reads that their controllers do not.
@Configuration(proxyBeanMethods = false)
class OpenApiOfReads {

  /// Events are passed on as they are stored: they are described by who writes them.
  @Bean
  OpenApiCustomizer events() {
    return document -> {
      EventSchemas schemas = new EventSchemas();
      Schema<Object> event = new JsonSchema().description("An event as it is pushed over STOMP");
      Map<String, Object> all = new TreeMap<>();
      EventTypes.builder().family(ConversationEvent.class).build().classes().stream()
          .sorted(Comparator.comparing(Class::getSimpleName))
          .forEach(type -> {
            String name = WireEvent.typeOnTheWire(type.getSimpleName());
            all.put(name, schemas.onTheWire(type));
            event.addOneOfItem(new JsonSchema().$ref("#/components/schemas/" + name));
          });
      all.putAll(schemas.named());
      all.forEach((name, schema) ->
          document
              .getComponents()
              .addSchemas(name, Json31.mapper().convertValue(schema, Schema.class)));
      document.getComponents().addSchemas("Event", event);
    };
  }

  @Bean
  OperationCustomizer behind() {
    return (operation, method) -> {
      ApiResponse read = operation.getResponses().get("200");
      if (read != null
          && AnnotatedElementUtils.hasAnnotation(method.getBeanType(), FromViews.class)) {
        read.addHeaderObject(
            "Powow-Behind",
            new Header()
                .description("How many events the views are behind, when they are.")
                .schema(new JsonSchema().typesItem("integer")));
      }
      return operation;
    };
  }
}
