package info.powow.standalone.search;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The search node that `standalone` runs if no other Elasticsearch is configured,
/// `powow.search.*`.
///
/// @param embedded whether `standalone` runs a search node of its own if `uris` is empty; without
///     either, there is no search
/// @param node the folder of the search node of `standalone`; by default `search-node` beside the
///     server's jar, or where the build puts it
/// @param heap the maximum heap of the search node of `standalone`
@ConfigurationProperties("powow.search")
record EmbeddedSearchProperties(
    @DefaultValue("true") boolean embedded,
    @Nullable Path node,
    @DefaultValue("256MB") DataSize heap) {}
