/// Measures Powow under load.
@NullMarked
package info.powow.bench;

import org.jspecify.annotations.NullMarked;
