package info.powow.standalone.contract;

import info.powow.domain.conversation.ConversationEvent;
import info.powow.eventlog.json.EventSchemas;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.WireEvent;
import info.powow.query.WaitsForViews;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;

/// Additions to the contract that controllers of reads do not contain.
@Configuration(proxyBeanMethods = false)
class OpenApiOfReads {
  private static final Pattern RANGE =
      Pattern.compile("\\b([0-9,]+) to ([0-9,]+)( characters)?(?: metres)?$");
  private static final Pattern NAME = Pattern.compile("`([a-z]+)`");
  private static final Pattern NAMES = Pattern.compile("(?:`[a-z]+`(?:, | or )?)+");

  /// Events are passed on as they are stored, so their schema comes from the code that encodes
  /// them.
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

  /// Derives schemas from descriptions of parameters: `1 to 50`, `1 to 200 characters`, and ``
  /// `now`, `today` or `weekend` ``.
  @Bean
  OperationCustomizer bounds() {
    return (operation, _) -> {
      if (operation.getParameters() != null) {
        operation
            .getParameters()
            .forEach(parameter -> bound(parameter.getSchema(), parameter.getDescription()));
      }
      return operation;
    };
  }

  private static void bound(@Nullable Schema<?> schema, @Nullable String description) {
    if (schema == null || description == null) {
      return;
    }
    Matcher range = RANGE.matcher(description);
    if (range.find()) {
      int low = Integer.parseInt(range.group(1).replace(",", ""));
      int high = Integer.parseInt(range.group(2).replace(",", ""));
      if (range.group(3) == null) {
        schema.setMinimum(BigDecimal.valueOf(low));
        schema.setMaximum(BigDecimal.valueOf(high));
      } else {
        schema.setMinLength(low);
        schema.setMaxLength(high);
      }
    }
    if (NAMES.matcher(description).matches()) {
      @SuppressWarnings("unchecked")
      Schema<Object> names = (Schema<Object>) schema;
      // Parameters that are alike share one schema.
      names.setEnum(
          NAME.matcher(description).results().<Object>map(name -> name.group(1)).toList());
    }
  }

  @Bean
  OperationCustomizer behind() {
    return (operation, method) -> {
      ApiResponse read = operation.getResponses().get("200");
      if (read != null
          && AnnotatedElementUtils.hasAnnotation(method.getBeanType(), WaitsForViews.class)) {
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
