@org.jspecify.annotations.NullMarked
package info.powow.query.image;
