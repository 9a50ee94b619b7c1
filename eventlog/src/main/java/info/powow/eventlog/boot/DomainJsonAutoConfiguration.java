package info.powow.eventlog.boot;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.eventlog.json.EventJson;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.MapperFeature;

/// Configures the application's JSON, so that HTTP and STOMP encode values in the same way: ids as
/// strings, times with milliseconds, enums in lower case, absent values left out. Numbers are not
/// accepted as strings.
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
