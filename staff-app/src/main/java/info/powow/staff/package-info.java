/// Auditors and analysts as a process of its own.
@NullMarked
package info.powow.staff;

import org.jspecify.annotations.NullMarked;
