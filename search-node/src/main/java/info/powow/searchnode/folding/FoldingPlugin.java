package info.powow.searchnode.folding;

import java.util.List;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/// The token filters that Powow's indexes use and a bare server lacks.
///
/// They have the names and the behaviour of Elasticsearch's own module `analysis-common`, which is
/// not published as a Maven artifact, so that the same index settings work on this node and on any
/// cluster.
public final class FoldingPlugin extends Plugin implements AnalysisPlugin {
  @Override
  public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
    return List.of(
        PreConfiguredTokenFilter.singleton("asciifolding", true, ASCIIFoldingFilter::new),
        PreConfiguredTokenFilter.singleton("cjk_width", true, CJKWidthFilter::new),
        PreConfiguredTokenFilter.singleton("cjk_bigram", false, CJKBigramFilter::new));
  }
}
