/// How often one person may ask for something, whichever way they ask.
@NullMarked
package info.powow.http.limit;

import org.jspecify.annotations.NullMarked;
