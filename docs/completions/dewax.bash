_dewax() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="dewax"
                ;;
            dewax,advise)
                cmd="dewax__subcmd__advise"
                ;;
            dewax,character)
                cmd="dewax__subcmd__character"
                ;;
            dewax,compare)
                cmd="dewax__subcmd__compare"
                ;;
            dewax,completions)
                cmd="dewax__subcmd__completions"
                ;;
            dewax,demo)
                cmd="dewax__subcmd__demo"
                ;;
            dewax,diagnose)
                cmd="dewax__subcmd__diagnose"
                ;;
            dewax,doctor)
                cmd="dewax__subcmd__doctor"
                ;;
            dewax,faces)
                cmd="dewax__subcmd__faces"
                ;;
            dewax,fix)
                cmd="dewax__subcmd__fix"
                ;;
            dewax,help)
                cmd="dewax__subcmd__help"
                ;;
            dewax,looks)
                cmd="dewax__subcmd__looks"
                ;;
            dewax,man)
                cmd="dewax__subcmd__man"
                ;;
            dewax,models)
                cmd="dewax__subcmd__models"
                ;;
            dewax,plan)
                cmd="dewax__subcmd__plan"
                ;;
            dewax,project)
                cmd="dewax__subcmd__project"
                ;;
            dewax,render)
                cmd="dewax__subcmd__render"
                ;;
            dewax,schema)
                cmd="dewax__subcmd__schema"
                ;;
            dewax,still)
                cmd="dewax__subcmd__still"
                ;;
            dewax,stills)
                cmd="dewax__subcmd__stills"
                ;;
            dewax,verify)
                cmd="dewax__subcmd__verify"
                ;;
            dewax__subcmd__help,advise)
                cmd="dewax__subcmd__help__subcmd__advise"
                ;;
            dewax__subcmd__help,character)
                cmd="dewax__subcmd__help__subcmd__character"
                ;;
            dewax__subcmd__help,compare)
                cmd="dewax__subcmd__help__subcmd__compare"
                ;;
            dewax__subcmd__help,completions)
                cmd="dewax__subcmd__help__subcmd__completions"
                ;;
            dewax__subcmd__help,demo)
                cmd="dewax__subcmd__help__subcmd__demo"
                ;;
            dewax__subcmd__help,diagnose)
                cmd="dewax__subcmd__help__subcmd__diagnose"
                ;;
            dewax__subcmd__help,doctor)
                cmd="dewax__subcmd__help__subcmd__doctor"
                ;;
            dewax__subcmd__help,faces)
                cmd="dewax__subcmd__help__subcmd__faces"
                ;;
            dewax__subcmd__help,fix)
                cmd="dewax__subcmd__help__subcmd__fix"
                ;;
            dewax__subcmd__help,help)
                cmd="dewax__subcmd__help__subcmd__help"
                ;;
            dewax__subcmd__help,looks)
                cmd="dewax__subcmd__help__subcmd__looks"
                ;;
            dewax__subcmd__help,man)
                cmd="dewax__subcmd__help__subcmd__man"
                ;;
            dewax__subcmd__help,models)
                cmd="dewax__subcmd__help__subcmd__models"
                ;;
            dewax__subcmd__help,plan)
                cmd="dewax__subcmd__help__subcmd__plan"
                ;;
            dewax__subcmd__help,project)
                cmd="dewax__subcmd__help__subcmd__project"
                ;;
            dewax__subcmd__help,render)
                cmd="dewax__subcmd__help__subcmd__render"
                ;;
            dewax__subcmd__help,schema)
                cmd="dewax__subcmd__help__subcmd__schema"
                ;;
            dewax__subcmd__help,still)
                cmd="dewax__subcmd__help__subcmd__still"
                ;;
            dewax__subcmd__help,stills)
                cmd="dewax__subcmd__help__subcmd__stills"
                ;;
            dewax__subcmd__help,verify)
                cmd="dewax__subcmd__help__subcmd__verify"
                ;;
            dewax__subcmd__help__subcmd__models,install)
                cmd="dewax__subcmd__help__subcmd__models__subcmd__install"
                ;;
            dewax__subcmd__help__subcmd__project,export)
                cmd="dewax__subcmd__help__subcmd__project__subcmd__export"
                ;;
            dewax__subcmd__help__subcmd__project,init)
                cmd="dewax__subcmd__help__subcmd__project__subcmd__init"
                ;;
            dewax__subcmd__help__subcmd__still,grab)
                cmd="dewax__subcmd__help__subcmd__still__subcmd__grab"
                ;;
            dewax__subcmd__models,help)
                cmd="dewax__subcmd__models__subcmd__help"
                ;;
            dewax__subcmd__models,install)
                cmd="dewax__subcmd__models__subcmd__install"
                ;;
            dewax__subcmd__models__subcmd__help,help)
                cmd="dewax__subcmd__models__subcmd__help__subcmd__help"
                ;;
            dewax__subcmd__models__subcmd__help,install)
                cmd="dewax__subcmd__models__subcmd__help__subcmd__install"
                ;;
            dewax__subcmd__project,export)
                cmd="dewax__subcmd__project__subcmd__export"
                ;;
            dewax__subcmd__project,help)
                cmd="dewax__subcmd__project__subcmd__help"
                ;;
            dewax__subcmd__project,init)
                cmd="dewax__subcmd__project__subcmd__init"
                ;;
            dewax__subcmd__project__subcmd__help,export)
                cmd="dewax__subcmd__project__subcmd__help__subcmd__export"
                ;;
            dewax__subcmd__project__subcmd__help,help)
                cmd="dewax__subcmd__project__subcmd__help__subcmd__help"
                ;;
            dewax__subcmd__project__subcmd__help,init)
                cmd="dewax__subcmd__project__subcmd__help__subcmd__init"
                ;;
            dewax__subcmd__still,grab)
                cmd="dewax__subcmd__still__subcmd__grab"
                ;;
            dewax__subcmd__still,help)
                cmd="dewax__subcmd__still__subcmd__help"
                ;;
            dewax__subcmd__still__subcmd__help,grab)
                cmd="dewax__subcmd__still__subcmd__help__subcmd__grab"
                ;;
            dewax__subcmd__still__subcmd__help,help)
                cmd="dewax__subcmd__still__subcmd__help__subcmd__help"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        dewax)
            opts="-q -v -h -V --quiet --verbose --json --threads --help --version diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__advise)
            opts="-q -v -h --interlaced --accept-missing --faces --small-faces --drop-track --only-track --mask --generator --hints --saved --no-measure --show-prompt --prompt-out --evidence --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --generator)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --hints)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --saved)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --prompt-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --evidence)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__character)
            opts="-o -q -v -h --from --out --overwrite --faces --small-faces --drop-track --only-track --mask --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__compare)
            opts="-o -q -v -h --show-lut --out --frame --loupe --at-cut --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --show-lut)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --frame)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --loupe)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__completions)
            opts="-q -v -h --quiet --verbose --json --threads --help bash elvish fish powershell zsh"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__demo)
            opts="-q -v -h --look --strength --set --seed --beyond-limits --stock --grain-from --cdl --texture-from --reference --spot --upscale --balance.deflicker --balance.drift --balance.seam --balance.limbs --balance.slope_red --balance.slope_green --balance.slope_blue --balance.offset_red --balance.offset_green --balance.offset_blue --balance.power_red --balance.power_green --balance.power_blue --balance.saturation --dehalo.amount --dehalo.sharpened --dehalo.radius_px --dehalo.contour_levels --dehalo.auto --restore.amount --restore.auto --restore.given --restore.found --mask.amount --mask.auto --mask.faces --mask.forehead --mask.ears --mask.neck --mask.hands --mask.hue_deg --mask.hue_width_deg --mask.sat_min --mask.sat_max --mask.luma_min --mask.luma_max --mask.smooth_levels --mask.feather_px --calm.amount --calm.patch --calm.radius_frames --calm.boil_levels --calm.patch_levels --calm.auto --texture.contrast.amount --texture.contrast.fine_px --texture.contrast.coarse_px --texture.contrast.core_levels --texture.contrast.limit_levels --texture.contrast.curve --texture.contrast.curve_middle --texture.pores.amount --texture.pores.fine_percent --texture.pores.coarse_percent --texture.pores.pigment --texture.pores.marks --texture.pores.vellus --texture.pores.glints --texture.pores.life --texture.pores.pores --texture.pores.lines --texture.pores.relief --texture.pores.strain --texture.pores.softness_px --texture.pores.character --texture.pores.graft --texture.pores.auto --spots.amount --spots.auto --spots.given --spots.found --steady.amount --lens.amount --lens.focal_mm --lens.f_stop --lens.behind_m --lens.grain --lens.bars --skin_grain.amount_levels --skin_grain.size_px --skin_grain.auto --skin_grain.recall --grain.amount_levels --grain.size_px --grain.chroma --grain.correlation --grain.response --finish.amount --finish.radius_px --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --look)
                    COMPREPLY=($(compgen -W "natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --strength)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --set)
                    COMPREPLY=($(compgen -W "balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=" -- "${cur}"))
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --seed)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --stock)
                    COMPREPLY=($(compgen -W "grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --grain-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cdl)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --texture-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --reference)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spot)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --upscale)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.deflicker)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.drift)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.seam)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.limbs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.saturation)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.sharpened)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.radius_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.contour_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --restore.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --restore.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --restore.given)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --restore.found)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --mask.faces)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --mask.forehead)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.ears)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.neck)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hands)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hue_deg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hue_width_deg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.sat_min)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.sat_max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.luma_min)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.luma_max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.smooth_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.feather_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.patch)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.radius_frames)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.boil_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.patch_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --texture.contrast.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.fine_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.coarse_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.core_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.limit_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.curve)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.curve_middle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.fine_percent)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.coarse_percent)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.pigment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.marks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.vellus)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.glints)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.life)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.pores)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.lines)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.relief)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.strain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.softness_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.character)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.graft)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --spots.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spots.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --spots.given)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spots.found)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --steady.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.focal_mm)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.f_stop)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.behind_m)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.grain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.bars)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --skin_grain.amount_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skin_grain.size_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skin_grain.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --skin_grain.recall)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.amount_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.size_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.chroma)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.correlation)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.response)
                    COMPREPLY=($(compgen -W "film sensor even" -- "${cur}"))
                    return 0
                    ;;
                --finish.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --finish.radius_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__diagnose)
            opts="-q -v -h --interlaced --accept-missing --faces --small-faces --drop-track --only-track --mask --show-lut --save --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --show-lut)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --save)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__doctor)
            opts="-q -v -h --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__faces)
            opts="-o -q -v -h --interlaced --accept-missing --faces --small-faces --drop-track --only-track --mask --out --recipe --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --recipe)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__fix)
            opts="-o -q -v -h --interlaced --accept-missing --look --strength --set --seed --beyond-limits --stock --grain-from --cdl --texture-from --reference --spot --upscale --balance.deflicker --balance.drift --balance.seam --balance.limbs --balance.slope_red --balance.slope_green --balance.slope_blue --balance.offset_red --balance.offset_green --balance.offset_blue --balance.power_red --balance.power_green --balance.power_blue --balance.saturation --dehalo.amount --dehalo.sharpened --dehalo.radius_px --dehalo.contour_levels --dehalo.auto --restore.amount --restore.auto --restore.given --restore.found --mask.amount --mask.auto --mask.faces --mask.forehead --mask.ears --mask.neck --mask.hands --mask.hue_deg --mask.hue_width_deg --mask.sat_min --mask.sat_max --mask.luma_min --mask.luma_max --mask.smooth_levels --mask.feather_px --calm.amount --calm.patch --calm.radius_frames --calm.boil_levels --calm.patch_levels --calm.auto --texture.contrast.amount --texture.contrast.fine_px --texture.contrast.coarse_px --texture.contrast.core_levels --texture.contrast.limit_levels --texture.contrast.curve --texture.contrast.curve_middle --texture.pores.amount --texture.pores.fine_percent --texture.pores.coarse_percent --texture.pores.pigment --texture.pores.marks --texture.pores.vellus --texture.pores.glints --texture.pores.life --texture.pores.pores --texture.pores.lines --texture.pores.relief --texture.pores.strain --texture.pores.softness_px --texture.pores.character --texture.pores.graft --texture.pores.auto --spots.amount --spots.auto --spots.given --spots.found --steady.amount --lens.amount --lens.focal_mm --lens.f_stop --lens.behind_m --lens.grain --lens.bars --skin_grain.amount_levels --skin_grain.size_px --skin_grain.auto --skin_grain.recall --grain.amount_levels --grain.size_px --grain.chroma --grain.correlation --grain.response --finish.amount --finish.radius_px --faces --small-faces --drop-track --only-track --mask --range --codec --bits --crf --preset --overwrite --matte-out --texture-out --base-out --layers-out --bake-lut --show-lut --force --again --recipe --out --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --look)
                    COMPREPLY=($(compgen -W "natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --strength)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --set)
                    COMPREPLY=($(compgen -W "balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=" -- "${cur}"))
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --seed)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --stock)
                    COMPREPLY=($(compgen -W "grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --grain-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cdl)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --texture-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --reference)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spot)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --upscale)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.deflicker)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.drift)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.seam)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.limbs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.saturation)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.sharpened)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.radius_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.contour_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --restore.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --restore.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --restore.given)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --restore.found)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --mask.faces)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --mask.forehead)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.ears)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.neck)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hands)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hue_deg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hue_width_deg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.sat_min)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.sat_max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.luma_min)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.luma_max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.smooth_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.feather_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.patch)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.radius_frames)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.boil_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.patch_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --texture.contrast.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.fine_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.coarse_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.core_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.limit_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.curve)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.curve_middle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.fine_percent)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.coarse_percent)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.pigment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.marks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.vellus)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.glints)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.life)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.pores)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.lines)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.relief)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.strain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.softness_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.character)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.graft)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --spots.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spots.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --spots.given)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spots.found)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --steady.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.focal_mm)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.f_stop)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.behind_m)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.grain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.bars)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --skin_grain.amount_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skin_grain.size_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skin_grain.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --skin_grain.recall)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.amount_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.size_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.chroma)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.correlation)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.response)
                    COMPREPLY=($(compgen -W "film sensor even" -- "${cur}"))
                    return 0
                    ;;
                --finish.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --finish.radius_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --range)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --codec)
                    COMPREPLY=($(compgen -W "prores prores4444 h264 h265 ffv1 jpg png tiff exr" -- "${cur}"))
                    return 0
                    ;;
                --bits)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --crf)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --preset)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --matte-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --base-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --layers-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --bake-lut)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --show-lut)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --recipe)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help)
            opts="diagnose advise plan render verify fix project compare faces character still stills looks schema models doctor demo completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__advise)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__character)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__compare)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__completions)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__demo)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__diagnose)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__doctor)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__faces)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__fix)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__looks)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__man)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__models)
            opts="install"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__models__subcmd__install)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__plan)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__project)
            opts="init export"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__project__subcmd__export)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__project__subcmd__init)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__render)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__schema)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__still)
            opts="grab"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__still__subcmd__grab)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__stills)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__help__subcmd__verify)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__looks)
            opts="-q -v -h --quiet --verbose --json --threads --help natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__man)
            opts="-q -v -h --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__models)
            opts="-q -v -h --quiet --verbose --json --threads --help install help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__models__subcmd__help)
            opts="install help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__models__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__models__subcmd__help__subcmd__install)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__models__subcmd__install)
            opts="-q -v -h --wheel --identity --file --force --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --wheel)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__plan)
            opts="-o -q -v -h --interlaced --accept-missing --look --strength --set --seed --beyond-limits --stock --grain-from --cdl --texture-from --reference --spot --upscale --balance.deflicker --balance.drift --balance.seam --balance.limbs --balance.slope_red --balance.slope_green --balance.slope_blue --balance.offset_red --balance.offset_green --balance.offset_blue --balance.power_red --balance.power_green --balance.power_blue --balance.saturation --dehalo.amount --dehalo.sharpened --dehalo.radius_px --dehalo.contour_levels --dehalo.auto --restore.amount --restore.auto --restore.given --restore.found --mask.amount --mask.auto --mask.faces --mask.forehead --mask.ears --mask.neck --mask.hands --mask.hue_deg --mask.hue_width_deg --mask.sat_min --mask.sat_max --mask.luma_min --mask.luma_max --mask.smooth_levels --mask.feather_px --calm.amount --calm.patch --calm.radius_frames --calm.boil_levels --calm.patch_levels --calm.auto --texture.contrast.amount --texture.contrast.fine_px --texture.contrast.coarse_px --texture.contrast.core_levels --texture.contrast.limit_levels --texture.contrast.curve --texture.contrast.curve_middle --texture.pores.amount --texture.pores.fine_percent --texture.pores.coarse_percent --texture.pores.pigment --texture.pores.marks --texture.pores.vellus --texture.pores.glints --texture.pores.life --texture.pores.pores --texture.pores.lines --texture.pores.relief --texture.pores.strain --texture.pores.softness_px --texture.pores.character --texture.pores.graft --texture.pores.auto --spots.amount --spots.auto --spots.given --spots.found --steady.amount --lens.amount --lens.focal_mm --lens.f_stop --lens.behind_m --lens.grain --lens.bars --skin_grain.amount_levels --skin_grain.size_px --skin_grain.auto --skin_grain.recall --grain.amount_levels --grain.size_px --grain.chroma --grain.correlation --grain.response --finish.amount --finish.radius_px --faces --small-faces --drop-track --only-track --mask --show-lut --out --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --look)
                    COMPREPLY=($(compgen -W "natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --strength)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --set)
                    COMPREPLY=($(compgen -W "balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=" -- "${cur}"))
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --seed)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --stock)
                    COMPREPLY=($(compgen -W "grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --grain-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cdl)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --texture-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --reference)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spot)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --upscale)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.deflicker)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.drift)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.seam)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.limbs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.saturation)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.sharpened)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.radius_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.contour_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --restore.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --restore.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --restore.given)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --restore.found)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --mask.faces)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --mask.forehead)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.ears)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.neck)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hands)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hue_deg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hue_width_deg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.sat_min)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.sat_max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.luma_min)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.luma_max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.smooth_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.feather_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.patch)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.radius_frames)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.boil_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.patch_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --texture.contrast.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.fine_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.coarse_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.core_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.limit_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.curve)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.curve_middle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.fine_percent)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.coarse_percent)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.pigment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.marks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.vellus)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.glints)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.life)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.pores)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.lines)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.relief)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.strain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.softness_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.character)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.graft)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --spots.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spots.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --spots.given)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spots.found)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --steady.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.focal_mm)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.f_stop)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.behind_m)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.grain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.bars)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --skin_grain.amount_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skin_grain.size_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skin_grain.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --skin_grain.recall)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.amount_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.size_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.chroma)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.correlation)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.response)
                    COMPREPLY=($(compgen -W "film sensor even" -- "${cur}"))
                    return 0
                    ;;
                --finish.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --finish.radius_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --show-lut)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__project)
            opts="-q -v -h --quiet --verbose --json --threads --help init export help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__project__subcmd__export)
            opts="-q -v -h --to --shot --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --to)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --shot)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__project__subcmd__help)
            opts="init export help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__project__subcmd__help__subcmd__export)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__project__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__project__subcmd__help__subcmd__init)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__project__subcmd__init)
            opts="-o -q -v -h --interlaced --accept-missing --faces --small-faces --drop-track --only-track --mask --handles --rate --overwrite --out --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --handles)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --rate)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__render)
            opts="-o -q -v -h --interlaced --accept-missing --look --strength --set --seed --beyond-limits --stock --grain-from --cdl --texture-from --reference --spot --upscale --balance.deflicker --balance.drift --balance.seam --balance.limbs --balance.slope_red --balance.slope_green --balance.slope_blue --balance.offset_red --balance.offset_green --balance.offset_blue --balance.power_red --balance.power_green --balance.power_blue --balance.saturation --dehalo.amount --dehalo.sharpened --dehalo.radius_px --dehalo.contour_levels --dehalo.auto --restore.amount --restore.auto --restore.given --restore.found --mask.amount --mask.auto --mask.faces --mask.forehead --mask.ears --mask.neck --mask.hands --mask.hue_deg --mask.hue_width_deg --mask.sat_min --mask.sat_max --mask.luma_min --mask.luma_max --mask.smooth_levels --mask.feather_px --calm.amount --calm.patch --calm.radius_frames --calm.boil_levels --calm.patch_levels --calm.auto --texture.contrast.amount --texture.contrast.fine_px --texture.contrast.coarse_px --texture.contrast.core_levels --texture.contrast.limit_levels --texture.contrast.curve --texture.contrast.curve_middle --texture.pores.amount --texture.pores.fine_percent --texture.pores.coarse_percent --texture.pores.pigment --texture.pores.marks --texture.pores.vellus --texture.pores.glints --texture.pores.life --texture.pores.pores --texture.pores.lines --texture.pores.relief --texture.pores.strain --texture.pores.softness_px --texture.pores.character --texture.pores.graft --texture.pores.auto --spots.amount --spots.auto --spots.given --spots.found --steady.amount --lens.amount --lens.focal_mm --lens.f_stop --lens.behind_m --lens.grain --lens.bars --skin_grain.amount_levels --skin_grain.size_px --skin_grain.auto --skin_grain.recall --grain.amount_levels --grain.size_px --grain.chroma --grain.correlation --grain.response --finish.amount --finish.radius_px --faces --small-faces --drop-track --only-track --mask --range --codec --bits --crf --preset --overwrite --matte-out --texture-out --base-out --layers-out --bake-lut --show-lut --recipe --out --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --look)
                    COMPREPLY=($(compgen -W "natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --strength)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --set)
                    COMPREPLY=($(compgen -W "balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=" -- "${cur}"))
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --seed)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --stock)
                    COMPREPLY=($(compgen -W "grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --grain-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cdl)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --texture-from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --reference)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spot)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --upscale)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.deflicker)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.drift)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.seam)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.limbs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.slope_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.offset_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_red)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_green)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.power_blue)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance.saturation)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.sharpened)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.radius_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.contour_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --dehalo.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --restore.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --restore.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --restore.given)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --restore.found)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --mask.faces)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --mask.forehead)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.ears)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.neck)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hands)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hue_deg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.hue_width_deg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.sat_min)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.sat_max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.luma_min)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.luma_max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.smooth_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask.feather_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.patch)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.radius_frames)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.boil_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.patch_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --calm.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --texture.contrast.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.fine_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.coarse_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.core_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.limit_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.curve)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.contrast.curve_middle)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.fine_percent)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.coarse_percent)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.pigment)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.marks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.vellus)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.glints)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.life)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.pores)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.lines)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.relief)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.strain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.softness_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.character)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.graft)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture.pores.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --spots.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spots.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --spots.given)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --spots.found)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --steady.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.focal_mm)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.f_stop)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.behind_m)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.grain)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lens.bars)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --skin_grain.amount_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skin_grain.size_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skin_grain.auto)
                    COMPREPLY=($(compgen -W "true false" -- "${cur}"))
                    return 0
                    ;;
                --skin_grain.recall)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.amount_levels)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.size_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.chroma)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.correlation)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --grain.response)
                    COMPREPLY=($(compgen -W "film sensor even" -- "${cur}"))
                    return 0
                    ;;
                --finish.amount)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --finish.radius_px)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --range)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --codec)
                    COMPREPLY=($(compgen -W "prores prores4444 h264 h265 ffv1 jpg png tiff exr" -- "${cur}"))
                    return 0
                    ;;
                --bits)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --crf)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --preset)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --matte-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --texture-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --base-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --layers-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --bake-lut)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --show-lut)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --recipe)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__schema)
            opts="-q -v -h --quiet --verbose --json --threads --help look recipe analysis report faces film stills advice"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__still)
            opts="-q -v -h --quiet --verbose --json --threads --help grab help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__still__subcmd__grab)
            opts="-o -q -v -h --interlaced --accept-missing --faces --small-faces --drop-track --only-track --mask --out --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__still__subcmd__help)
            opts="grab help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__still__subcmd__help__subcmd__grab)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__still__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__stills)
            opts="-o -q -v -h --look --strength --set --seed --beyond-limits --faces --small-faces --drop-track --only-track --out --original --method --radius --noise --regions --tones --face-strength --flat --layers --list --force --again --overwrite --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --look)
                    COMPREPLY=($(compgen -W "natural light film-35 portrait-close-up restore-soft close-up-85mm off grain-35mm-50d grain-35mm-250d grain-35mm-500t grain-16mm grain-digital" -- "${cur}"))
                    return 0
                    ;;
                --strength)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --set)
                    COMPREPLY=($(compgen -W "balance.deflicker= balance.drift= balance.seam= balance.limbs= balance.slope_red= balance.slope_green= balance.slope_blue= balance.offset_red= balance.offset_green= balance.offset_blue= balance.power_red= balance.power_green= balance.power_blue= balance.saturation= dehalo.amount= dehalo.sharpened= dehalo.radius_px= dehalo.contour_levels= dehalo.auto= restore.amount= restore.auto= restore.given= restore.found= mask.amount= mask.auto= mask.faces= mask.forehead= mask.ears= mask.neck= mask.hands= mask.hue_deg= mask.hue_width_deg= mask.sat_min= mask.sat_max= mask.luma_min= mask.luma_max= mask.smooth_levels= mask.feather_px= calm.amount= calm.patch= calm.radius_frames= calm.boil_levels= calm.patch_levels= calm.auto= texture.contrast.amount= texture.contrast.fine_px= texture.contrast.coarse_px= texture.contrast.core_levels= texture.contrast.limit_levels= texture.contrast.curve= texture.contrast.curve_middle= texture.pores.amount= texture.pores.fine_percent= texture.pores.coarse_percent= texture.pores.pigment= texture.pores.marks= texture.pores.vellus= texture.pores.glints= texture.pores.life= texture.pores.pores= texture.pores.lines= texture.pores.relief= texture.pores.strain= texture.pores.softness_px= texture.pores.character= texture.pores.graft= texture.pores.auto= spots.amount= spots.auto= spots.given= spots.found= steady.amount= lens.amount= lens.focal_mm= lens.f_stop= lens.behind_m= lens.grain= lens.bars= skin_grain.amount_levels= skin_grain.size_px= skin_grain.auto= skin_grain.recall= grain.amount_levels= grain.size_px= grain.chroma= grain.correlation= grain.response= finish.amount= finish.radius_px=" -- "${cur}"))
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --seed)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --original)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --method)
                    COMPREPLY=($(compgen -W "auto pores synthetic graft hybrid" -- "${cur}"))
                    return 0
                    ;;
                --radius)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --noise)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --regions)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tones)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --face-strength)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --flat)
                    COMPREPLY=($(compgen -W "tiff png jpeg" -- "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        dewax__subcmd__verify)
            opts="-q -v -h --interlaced --accept-missing --faces --small-faces --drop-track --only-track --mask --show-lut --source --range --quiet --verbose --json --threads --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --interlaced)
                    COMPREPLY=($(compgen -W "deinterlace whole" -- "${cur}"))
                    return 0
                    ;;
                --faces)
                    COMPREPLY=($(compgen -W "best mesh boxes off" -- "${cur}"))
                    return 0
                    ;;
                --drop-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --only-track)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mask)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --show-lut)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --source)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --range)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --threads)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _dewax -o nosort -o bashdefault -o default dewax
else
    complete -F _dewax -o bashdefault -o default dewax
fi
