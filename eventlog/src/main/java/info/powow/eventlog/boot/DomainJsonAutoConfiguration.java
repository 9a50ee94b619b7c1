package info.powow.eventlog.boot;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.eventlog.json.EventJson;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.MapperFeature;

/// The application's JSON, so that what goes over HTTP is written like what goes over STOMP: ids as
/// strings, times with milliseconds, enums in lower case, nothing for what is absent. A number is
/// not taken for a string.
@AutoConfiguration(before = JacksonAutoConfiguration.class)
public class DomainJsonAutoConfiguration {

  @Bean
  JsonMapperBuilderCustomizer domainJson() {
    return builder ->
        builder
            .addModule(EventJson.domainModule())
            .enumNamingStrategy(EventJson.enumNames())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .changeDefaultPropertyInclusion(
                inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
  }
}
