package info.powow.searchnode.analysis;

import com.ibm.icu.text.FilteredNormalizer2;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.fa.PersianNormalizationFilter;
import org.apache.lucene.analysis.hi.HindiNormalizationFilter;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2CharFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2Filter;
import org.apache.lucene.analysis.icu.ICUTransformFilter;
import org.apache.lucene.analysis.in.IndicNormalizationFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/// The character and token filters that Powow's indexes use and a bare server lacks.
///
/// They are Lucene's own, under the names and with the settings of Elasticsearch's module
/// `analysis-common` and plugin `analysis-icu`, neither of which is published as a Maven artifact.
/// So the same index settings work on this node and on a cluster with that plugin.
public final class WordsPlugin extends Plugin implements AnalysisPlugin {
  /// Lucene's folding of accents, width and letter forms (the draft of Unicode TR30).
  private static final Normalizer2 FOLDING = ICUFoldingFilter.NORMALIZER;

  private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKCCasefoldInstance();

  @Override
  public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
    return Map.of(
        "icu_normalizer",
        (_, _, name, _) -> new Characters(name, text -> normalized(text)),
        "pattern_replace",
        AnalysisPlugin.requiresAnalysisSettings(
            (_, _, name, settings) -> replacing(name, settings)));
  }

  private static Reader normalized(Reader text) {
    return new ICUNormalizer2CharFilter(text, COMPATIBLE);
  }

  private static CharFilterFactory replacing(String name, Settings settings) {
    Pattern pattern = Pattern.compile(settings.get("pattern"));
    String replacement = settings.get("replacement", "");
    return new Characters(name, text -> new PatternReplaceCharFilter(pattern, replacement, text));
  }

  @Override
  public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    return Map.of(
        "icu_folding",
        (_, _, name, settings) -> {
          Normalizer2 folding = within(settings.get("unicode_set_filter"));
          return new Tokens(name, tokens -> new ICUNormalizer2Filter(tokens, folding));
        },
        "icu_transform",
        AnalysisPlugin.requiresAnalysisSettings((_, _, name, settings) -> {
          Transliterator transform = Transliterator.getInstance(settings.get("id"));
          return new Tokens(name, tokens -> new ICUTransformFilter(tokens, transform));
        }),
        "length",
        AnalysisPlugin.requiresAnalysisSettings((_, _, name, settings) -> {
          int min = settings.getAsInt("min", 0);
          int max = settings.getAsInt("max", Integer.MAX_VALUE);
          return new Tokens(name, tokens -> new LengthFilter(tokens, min, max));
        }));
  }

  private static Normalizer2 within(String set) {
    return set == null ? FOLDING : new FilteredNormalizer2(FOLDING, new UnicodeSet(set).freeze());
  }

  @Override
  public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
    return List.of(
        PreConfiguredTokenFilter.singleton("asciifolding", true, ASCIIFoldingFilter::new),
        PreConfiguredTokenFilter.singleton("cjk_width", true, CJKWidthFilter::new),
        PreConfiguredTokenFilter.singleton(
            "indic_normalization", true, IndicNormalizationFilter::new),
        PreConfiguredTokenFilter.singleton(
            "hindi_normalization", true, HindiNormalizationFilter::new),
        PreConfiguredTokenFilter.singleton(
            "arabic_normalization", true, ArabicNormalizationFilter::new),
        PreConfiguredTokenFilter.singleton(
            "persian_normalization", true, PersianNormalizationFilter::new));
  }

  /// A character filter that also applies to prefixes in queries.
  private record Characters(String name, UnaryOperator<Reader> filter)
      implements CharFilterFactory {
    @Override
    public Reader create(Reader text) {
      return filter.apply(text);
    }

    @Override
    public Reader normalize(Reader text) {
      return filter.apply(text);
    }
  }

  private record Tokens(String name, UnaryOperator<TokenStream> filter)
      implements NormalizingTokenFilterFactory {
    @Override
    public TokenStream create(TokenStream tokens) {
      return filter.apply(tokens);
    }
  }
}
