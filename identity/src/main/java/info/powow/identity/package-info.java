/// Authentication: tokens ([Tokens]), sessions ([SessionLog]), and their secrets.
@NullMarked
package info.powow.identity;

import org.jspecify.annotations.NullMarked;
