package info.powow.standalone.demo;

import java.util.Optional;

/// One message of the play.
///
/// @param speaker the speaker's handle
/// @param other the person addressed in a private chat; empty in a group
/// @param room the group; empty in a private chat
record PlayLine(
    String speaker,
    Optional<String> other,
    Optional<DemoGroup> room,
    String text,
    boolean opensScene,
    boolean answers) {}
