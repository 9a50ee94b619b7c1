package info.powow.projection.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The analyzer `words` of all indexes, which splits a text into words.
enum Analysis {
  /// For all scripts, with the filters of the plugin `analysis-icu`, which the embedded node has.
  ICU("analysis-icu.json"),

  /// For an Elasticsearch without that plugin. Folds accents of Latin letters only.
  PLAIN("analysis-plain.json");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final String resource;

  Analysis(String resource) {
    this.resource = resource;
  }

  /// Returns an index definition with the analyzer added.
  String in(String definition) {
    String settings =
        SearchIndex.read(Analysis.class, resource)
            .replace("${unspaced}", WordQuery.UNSPACED.replace("\\", "\\\\"));
    ObjectNode index = (ObjectNode) JSON.readTree(definition);
    ((ObjectNode) index.path("settings").path("index")).set("analysis", JSON.readTree(settings));
    return index.toString();
  }

  /// Whether Elasticsearch refused an index because it lacks a filter of this analysis.
  boolean isMissing(ElasticsearchException refused) {
    String reason = refused.error().reason();
    return this == ICU && refused.status() == 400 && reason != null && reason.contains("icu_");
  }
}
