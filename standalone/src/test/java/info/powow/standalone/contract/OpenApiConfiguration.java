package info.powow.standalone.contract;

import info.powow.domain.Reason;
import info.powow.http.Release;
import info.powow.identity.SignedIn;
import info.powow.identity.Staff;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;

/// Configures springdoc for the controllers.
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  private static final List<String> WITHOUT_TOKEN =
      List.of("/api/people", "/api/sessions", "/api/sessions/refresh");
  private static final String LINKS_IN_MAIL = "/api/mail/";
  private static final String DESCRIPTION =
      """
      Every command that there is over STOMP, and everything that can be read. A command is answered when its event is \
      durably stored. Somebody else's conversation and one that does not exist are the same to who asks.\
      """;

  static {
    // Parameters injected by Spring are not sent by clients.
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(
            SignedIn.class, Staff.class, ServletWebRequest.class, HttpHeaders.class);
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info().title("Powow over HTTP").version(Release.version()).description(DESCRIPTION))
        .servers(List.of(new Server().url("/").description("Where this document was found.")))
        .components(
            new Components()
                .addSecuritySchemes(
                    "token",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT"))
                .addResponses(
                    "Problem",
                    new ApiResponse()
                        .description("It was refused: RFC 9457, with the same code as over STOMP.")
                        .content(
                            new Content()
                                .addMediaType(
                                    org.springframework.http.MediaType
                                        .APPLICATION_PROBLEM_JSON_VALUE,
                                    new MediaType().schema(problem())))))
        .addSecurityItem(new SecurityRequirement().addList("token"));
  }

  private static Schema<?> problem() {
    Schema<Object> code = text();
    Arrays.stream(Reason.values()).map(Reason::code).forEach(code::addEnumItemObject);
    return new JsonSchema()
        .typesItem("object")
        .addProperty("type", text())
        .addProperty("title", text())
        .addProperty("status", new JsonSchema().typesItem("integer"))
        .addProperty("detail", text())
        .addProperty("instance", text())
        .addProperty("code", code)
        .addProperty(
            "field",
            text()
                .description(
                    "What is wrong: the path of a field, such as members[2]; a header or a parameter;"
                        + " or body. Always there with invalid_request."))
        .addProperty("expected", text().description("What belongs there, in words."))
        .addProperty(
            "received",
            text()
                .description(
                    "The kind of what came: absent, null, string, number, boolean, array, object,"
                        + " or what else is wrong with it. Never what came itself."))
        .required(List.of("type", "title", "status", "detail", "code"));
  }

  private static Schema<Object> text() {
    return new JsonSchema().typesItem("string");
  }

  @Bean
  ModelConverter recordSchemas() {
    return new RecordSchemas();
  }

  /// Every call may be refused, and all need a token but those that give one and the links in mail.
  @Bean
  OpenApiCustomizer everyCall() {
    return document -> {
      document
          .getPaths()
          .values()
          .forEach(path ->
              path.readOperations()
                  .forEach(operation ->
                      operation
                          .getResponses()
                          .setDefault(new ApiResponse().$ref("#/components/responses/Problem"))));
      document
          .getPaths()
          .forEach((path, calls) -> {
            if (path.startsWith(LINKS_IN_MAIL)) {
              calls.readOperations().forEach(operation -> operation.setSecurity(List.of()));
            }
          });
      for (String open : WITHOUT_TOKEN) {
        if (document.getPaths().get(open) != null) {
          Operation post = document.getPaths().get(open).getPost();
          if (post != null) {
            post.setSecurity(List.of());
          }
        }
      }
    };
  }
}
