package info.powow.command;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;

/// Keeps the aggregates that were used last, and those used often, within a bound.
final class CaffeineCache implements Cache {
  private final com.github.benmanes.caffeine.cache.Cache<Object, Object> entries;

  CaffeineCache(long capacity) {
    entries = Caffeine.newBuilder().maximumSize(capacity).build();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // Axon's contract: null when there is none
  public <K, V> V get(K key) {
    return (V) entries.getIfPresent(key);
  }

  @Override
  public void put(Object key, Object value) {
    entries.put(key, value);
  }

  @Override
  public boolean putIfAbsent(Object key, Object value) {
    return entries.asMap().putIfAbsent(key, value) == null;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T computeIfAbsent(Object key, Supplier<T> valueSupplier) {
    return (T) entries.get(key, _ -> valueSupplier.get());
  }

  @Override
  public boolean remove(Object key) {
    return entries.asMap().remove(key) != null;
  }

  @Override
  public void removeAll() {
    entries.invalidateAll();
  }

  @Override
  public boolean containsKey(Object key) {
    return entries.asMap().containsKey(key);
  }

  @Override
  public Registration registerCacheEntryListener(EntryListener listener) {
    throw new UnsupportedOperationException("nobody listens to the cache of aggregates");
  }
}
