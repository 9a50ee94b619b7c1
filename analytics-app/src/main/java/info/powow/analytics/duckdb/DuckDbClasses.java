package info.powow.analytics.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Driver;
import org.jspecify.annotations.Nullable;

/// Loads the classes of DuckDB, with native code from a file. DuckDB would unpack the code from its
/// jar. This class loader hides that, so DuckDB asks for a library by name, and gets the file.
final class DuckDbClasses extends ClassLoader {
  private static final String PACKAGE = "org.duckdb.";
  private static final String LIBRARY = "duckdb_java";

  private final Path library;

  private DuckDbClasses(Path library) {
    super(DuckDbClasses.class.getClassLoader());
    this.library = library;
  }

  static Driver driver(Path library) {
    try {
      return (Driver)
          new DuckDbClasses(library)
              .loadClass(PACKAGE + "DuckDBDriver")
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver of DuckDB is on the class path", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String resource = '/' + name.replace('.', '/') + ".class";
    try (InputStream in = DuckDbClasses.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    return name.startsWith(DuckDbLibrary.RESOURCE) ? null : super.getResource(name);
  }

  @Override
  protected @Nullable String findLibrary(String name) {
    return name.equals(LIBRARY) ? library.toString() : super.findLibrary(name);
  }
}
