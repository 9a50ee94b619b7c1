/// Who is asking: tokens ([Tokens]), sessions ([SessionLog]), and the secrets that they are made with.
@NullMarked
package info.powow.identity;

import org.jspecify.annotations.NullMarked;
