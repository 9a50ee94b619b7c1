package info.powow.query.search;

import info.powow.projection.search.MessageSearch;
import info.powow.query.conversation.CurrentTexts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Configures search.
@Configuration(proxyBeanMethods = false)
@Import(SearchController.class)
public class SearchQueryConfiguration {
  @Bean
  FindMessages findMessages(MessageSearch index, CurrentTexts texts) {
    return new StaleHitFilter(index::find, texts);
  }
}
