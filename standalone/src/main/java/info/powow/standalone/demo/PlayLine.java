package info.powow.standalone.demo;

import java.util.Optional;

/// One message of the play.
///
/// @param speaker handle
/// @param other who is spoken to in private; empty in a group
/// @param room where it is said; empty in private
/// @param opensScene the first message of a scene
/// @param answers somebody else spoke just before, in the same place
record PlayLine(
    String speaker,
    Optional<String> other,
    Optional<DemoGroup> room,
    String text,
    boolean opensScene,
    boolean answers) {}
