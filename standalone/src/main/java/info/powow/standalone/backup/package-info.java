/// Backups of the embedded stores, made and restored while Powow runs.
@NullMarked
package info.powow.standalone.backup;

import org.jspecify.annotations.NullMarked;
