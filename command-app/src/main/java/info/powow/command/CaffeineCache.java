package info.powow.command;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;

/// Caches recently and frequently used aggregates, within one bound for all types.
///
/// Ids come from clients, and somebody may use the id of a person for a conversation. Each type
/// therefore has a separate key space.
final class CaffeineCache implements Cache {
  private final com.github.benmanes.caffeine.cache.Cache<Key, Object> entries;
  private final Class<?> kind;
  private final Set<Class<?>> kinds;

  private record Key(Class<?> kind, Object id) {}

  CaffeineCache(long capacity) {
    this(
        Caffeine.newBuilder().maximumSize(capacity).build(),
        Object.class,
        ConcurrentHashMap.newKeySet());
  }

  private CaffeineCache(
      com.github.benmanes.caffeine.cache.Cache<Key, Object> entries,
      Class<?> kind,
      Set<Class<?>> kinds) {
    this.entries = entries;
    this.kind = kind;
    this.kinds = kinds;
    kinds.add(kind);
  }

  /// The part of the cache for one aggregate type.
  CaffeineCache of(Class<?> aggregate) {
    return new CaffeineCache(entries, aggregate, kinds);
  }

  private Key key(Object id) {
    return new Key(kind, id);
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // Axon's contract: null if absent.
  public <K, V> V get(K id) {
    return (V) entries.getIfPresent(key(id));
  }

  @Override
  public void put(Object id, Object value) {
    entries.put(key(id), value);
  }

  @Override
  public boolean putIfAbsent(Object id, Object value) {
    return entries.asMap().putIfAbsent(key(id), value) == null;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T computeIfAbsent(Object id, Supplier<T> valueSupplier) {
    return (T) entries.get(key(id), _ -> valueSupplier.get());
  }

  @Override
  public boolean remove(Object id) {
    return entries.asMap().remove(key(id)) != null;
  }

  /// Whether an aggregate with this id is cached, of any type.
  boolean has(String id) {
    for (Class<?> each : kinds) {
      if (entries.asMap().containsKey(new Key(each, id))) {
        return true;
      }
    }
    return false;
  }

  /// Evicts aggregates with these ids, of any type.
  void forget(Collection<String> ids) {
    for (Class<?> each : kinds) {
      ids.forEach(id -> entries.invalidate(new Key(each, id)));
    }
  }

  /// Of all types.
  @Override
  public void removeAll() {
    entries.invalidateAll();
  }

  @Override
  public boolean containsKey(Object id) {
    return entries.asMap().containsKey(key(id));
  }

  @Override
  public Registration registerCacheEntryListener(EntryListener listener) {
    throw new UnsupportedOperationException("the cache of aggregates has no listeners");
  }
}
